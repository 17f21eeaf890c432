// Renders a description of elements into the document. A later render changes only what differs, so that focus, caret and
// scroll position are kept. Texts become text nodes: nothing is ever parsed as HTML.

const SVG = "http://www.w3.org/2000/svg";
const PROPERTIES = new Set(["value", "checked", "disabled", "indeterminate"]);

/**
 * Describes an element.
 *
 * A child that is null, undefined or false keeps its position, so that siblings are not mixed up. A list is one child; its
 * elements are matched by their keys.
 *
 * @param props attributes, handlers ("onclick"), "key", and "ref", which is called with the element once it is in the document
 */
export function h(tag, props, ...children) {
  return { tag, props: props ?? {}, children };
}

let root;
let view;
let due = false;

/** Renders what the function describes, and renders it again after each call of redraw. */
export function mount(element, describe) {
  root = element;
  view = describe;
  redraw();
}

/** Renders the page again once the current code has finished. */
export function redraw() {
  if (!due) {
    due = true;
    queueMicrotask(() => {
      due = false;
      const fresh = [];
      patch(root, [view()].flat(), fresh);
      fresh.forEach((call) => call());
    });
  }
}

function patch(parent, described, fresh) {
  const before = [...parent.childNodes];
  const keyed = new Map(before.filter((node) => node.tfaKey !== undefined).map((node) => [node.tfaKey, node]));
  const children = described.flatMap((child) => (Array.isArray(child) ? child : [child]));
  const after = children.map((child, place) => {
    const key = child?.props?.key;
    const known = key === undefined ? before[place] : keyed.get(key);
    const node = known && known.tfaKey === key && fits(known, child) ? known : make(parent, child);
    fill(node, child, fresh);
    return node;
  });
  const kept = new Set(after);
  for (const node of before) {
    if (!kept.has(node)) {
      // A dialog that is closed first returns the focus to where it was.
      [node, ...(node.querySelectorAll?.("dialog") ?? [])].forEach((part) => part.nodeName === "DIALOG" && part.close());
      node.remove();
    }
  }
  after.forEach((node, place) => {
    if (parent.childNodes[place] !== node) {
      parent.insertBefore(node, parent.childNodes[place] ?? null);
    }
  });
}

function fits(node, child) {
  if (isNothing(child)) {
    return node.nodeType === Node.COMMENT_NODE;
  }
  return child.tag === undefined ? node.nodeType === Node.TEXT_NODE : node.localName === child.tag;
}

function isNothing(child) {
  return child === null || child === undefined || child === false;
}

function make(parent, child) {
  if (isNothing(child)) {
    return document.createComment("");
  }
  if (child.tag === undefined) {
    return document.createTextNode("");
  }
  const drawn = child.tag === "svg" || parent.namespaceURI === SVG;
  const node = drawn ? document.createElementNS(SVG, child.tag) : document.createElement(child.tag);
  node.tfaKey = child.props.key;
  node.tfaProps = {};
  node.tfaFresh = true;
  return node;
}

function fill(node, child, fresh) {
  if (isNothing(child)) {
    return;
  }
  if (child.tag === undefined) {
    if (node.data !== String(child)) {
      node.data = String(child);
    }
    return;
  }
  const later = [];
  for (const name of new Set([...Object.keys(node.tfaProps), ...Object.keys(child.props)])) {
    const value = child.props[name];
    if (name === "key" || name === "ref") {
      continue;
    } else if (name.startsWith("on")) {
      node[name] = value ?? null;
    } else if (PROPERTIES.has(name)) {
      later.push(() => {
        if (node[name] !== (value ?? "")) {
          node[name] = value ?? "";
        }
      });
    } else if (value !== node.tfaProps[name]) {
      if (value === false || value === null || value === undefined) {
        node.removeAttribute(name);
      } else {
        node.setAttribute(name, value === true ? "" : value);
      }
    }
  }
  node.tfaProps = child.props;
  patch(node, child.children, fresh);
  // A select accepts its value only if it has the options.
  later.forEach((set) => set());
  if (node.tfaFresh) {
    node.tfaFresh = false;
    if (child.props.ref) {
      fresh.push(() => child.props.ref(node));
    }
  }
}
