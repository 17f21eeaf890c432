<#import "template.ftl" as layout>
<#import "two-factor-macros.ftl" as tf>
<#assign state = twoFactor.state!"none">
<#assign error = twoFactor.error!>
<#assign failed = error?has_content>
<#assign digits = (twoFactor.digits!6)?c>
<#assign replaces = twoFactor.replaces!false>
<#assign heading = replaces?then(msg("two-factor-replace-title"), msg("two-factor-setup-title"))>
<#-- Whoever has to set it up is led through it; the card is for those who come to look after theirs. -->
<#assign led = (twoFactor.required!false) && !replaces && state != "enabled">
<#-- Whoever replaces an authenticator is protected by the old one meanwhile. -->
<#assign badge = replaces?then("enabled", (state == "pending" || state == "enabled")?then(state, "none"))>
<#switch twoFactor.leave!>
  <#case "account"><#assign backLabel = msg("two-factor-back-account")><#break>
  <#case "onward"><#assign backLabel = msg("two-factor-continue")><#break>
  <#default><#assign backLabel = msg("two-factor-back-application")>
</#switch>
<#-- The key, for a camera, for an app on this device and for the eye, and the field for its first code. In a
     narrow window, or under a finger, the script folds the QR code away: such a device cannot scan itself. -->
<#macro steps>
  <#local usual = (twoFactor.algorithm!"SHA1") == "SHA1" && digits == "6" && (twoFactor.period!30) == 30>
  <div class="two-factor-steps<#if led> two-factor-wide</#if>">
    <#if led>
    <section class="two-factor-step two-factor-step-app" aria-labelledby="two-factor-step-app">
      <h2 id="two-factor-step-app">${msg("two-factor-setup-get-app")}</h2>
      <details>
        <summary>${msg("two-factor-setup-no-app")}</summary>
        <p>${msg("two-factor-setup-no-app-text")}</p>
        <#if (twoFactor.apps!)?has_content>
        <p>${msg("two-factor-setup-no-app-names", twoFactor.apps)}</p>
        </#if>
      </details>
    </section>
    </#if>

    <section class="two-factor-step two-factor-step-add" aria-labelledby="two-factor-step1">
      <div class="two-factor-add">
        <@stepHeading id="two-factor-step1" text=led?then(msg("two-factor-setup-add", twoFactor.issuer!), msg("two-factor-setup-step1"))/>
        <p class="two-factor-by-camera">${led?then(msg("two-factor-setup-add-text"), msg("two-factor-setup-step1-text"))}</p>
        <#if (twoFactor.uri!)?starts_with("otpauth://")>
        <#-- The press has to be noted before the page is left: by the script, and without one by a press of its own. -->
        <#if !(twoFactor.onThisDevice!false)>
        <noscript>
          <@tf.alone do="device" label=msg("two-factor-setup-step1-device") style="secondary"/>
        </noscript>
        </#if>
        <a href="${twoFactor.uri}"<#if !(twoFactor.onThisDevice!false)> hidden</#if> class="two-factor-button two-factor-secondary ${properties.kcButtonClass!} ${properties.kcButtonSecondaryClass!"pf-m-secondary"}" data-two-factor-app="${twoFactor.device!}" data-two-factor-secret aria-describedby="two-factor-device-help">${msg("two-factor-setup-step1-device")}</a>
        <#-- Users who are led read it once they have pressed: most never need it. -->
        <p id="two-factor-device-help" class="two-factor-hint"<#if led> role="status"<#if !(twoFactor.onThisDevice!false)> hidden</#if></#if>>${msg("two-factor-setup-step1-device-help")}</p>
        </#if>
      </div>
      <div class="two-factor-by-hand">
        <p>${led?then(msg("two-factor-setup-add-key"), msg("two-factor-setup-step1-manual"))}</p>
        <div class="two-factor-key">
          <span id="two-factor-key-label" class="two-factor-unseen">${msg("two-factor-setup-key")}</span>
          <code id="two-factor-key" dir="ltr" translate="no" spellcheck="false" data-two-factor-secret>${twoFactor.key!}</code>
          <button type="button" hidden class="two-factor-small" data-two-factor-copy="${twoFactor.keyRaw!(twoFactor.key!)}" data-two-factor-copied="${msg("two-factor-setup-copied")}" data-two-factor-secret aria-describedby="two-factor-key-label">${msg("two-factor-setup-copy")}</button>
          <span class="two-factor-status" role="status" data-two-factor-status></span>
        </div>
        <#if !led || !usual>
        <details>
          <summary>${msg("two-factor-setup-step1-values")}</summary>
          <p>${msg("two-factor-setup-step1-values-text", twoFactor.algorithm!"SHA1", digits, (twoFactor.period!30)?c)}</p>
        </details>
        </#if>
      </div>
      <#if (twoFactor.qr!)?has_content>
      <details open class="two-factor-scan" data-two-factor-fold>
        <summary>${msg("two-factor-setup-other-device")}</summary>
        <div class="two-factor-qr" role="img" aria-label="${msg("two-factor-setup-qr")}" data-two-factor-secret>${twoFactor.qr?no_esc}</div>
      </details>
      </#if>
    </section>

    <section class="two-factor-step two-factor-step-type" aria-labelledby="two-factor-step2">
      <@stepHeading id="two-factor-step2" text=led?then(msg("two-factor-setup-type"), msg("two-factor-setup-step2"))/>
      <@tf.form id="two-factor-confirm">
        <#local every = (twoFactor.period!30)?c>
        <@tf.codeField label=msg("two-factor-setup-step2-label", digits) hint=led?then(msg("two-factor-setup-type-hint", every), msg("two-factor-setup-step2-hint", every)) failed=failed numeric=true focus=failed>
          <#switch error>
            <#case "malformed">
          <p class="two-factor-strong">${msg("two-factor-error-format", digits)}</p>
              <#break>
            <#case "empty">
          <p class="two-factor-strong">${msg("two-factor-error-empty", digits)}</p>
              <#break>
            <#case "earlier">
          <p class="two-factor-strong">${msg("two-factor-setup-error-earlier")}</p>
          <p>${msg("two-factor-setup-error-earlier-help", twoFactor.issuer!)}</p>
              <#break>
            <#default>
          <p class="two-factor-strong">${msg("two-factor-error-code")}</p>
              <#if twoFactor.fresh!false>
          <p>${msg("two-factor-replace-fresh", twoFactor.issuer!)}</p>
              </#if>
          <p>${msg("two-factor-error-code-help")}</p>
          </#switch>
        </@tf.codeField>
        <#if replaces>
        <@tf.endSessions/>
        </#if>
        <@tf.primary do="confirm" label=replaces?then(msg("two-factor-replace-title"), msg("two-factor-setup-confirm"))/>
      </@tf.form>
    </section>
    <#if !led>
    <ul class="two-factor-hint two-factor-further">
      <#if (twoFactor.issuer!)?has_content && (twoFactor.account!)?has_content>
      <li>${msg("two-factor-setup-step1-who", twoFactor.issuer, twoFactor.account)}</li>
      </#if>
      <#if (twoFactor.apps!)?has_content>
      <li>${msg("two-factor-setup-apps", twoFactor.apps)}</li>
      </#if>
      <li>${msg("two-factor-setup-step1-multi")}</li>
      <li>${msg("two-factor-setup-step1-keep")}</li>
    </ul>
    </#if>
  </div>
</#macro>
<#-- On the card the steps are part of a section that has a heading. -->
<#macro stepHeading id text>
  <#if led><h2 id="${id}">${text}</h2><#else><h3 id="${id}">${text}</h3></#if>
</#macro>
<@tf.document heading=heading failed=failed/>
<@layout.registrationLayout displayMessage=false; section>
<@tf.page section=section heading=heading failed=failed scripts=(state == "pending")?then(["copy", "secret", "setup"], ["time"])>
  <#include "two-factor-message.ftl">
  <#if (twoFactor.required!false) && state != "enabled" && (twoFactor.message!) != "disabled-required">
    <@tf.notice kind="info">
      <p>${msg("two-factor-setup-required")}</p>
      <#if led>
      <p>${msg("two-factor-setup-why")}</p>
      </#if>
    </@tf.notice>
  </#if>
  <#if led && error == "gone">
    <@tf.notice kind="danger" role="alert">
      <p class="two-factor-strong">${msg("two-factor-setup-old-code")}</p>
      <p>${msg("two-factor-setup-old-code-help")}</p>
    </@tf.notice>
  <#elseif led && error == "expired">
    <@tf.notice kind="danger" role="alert"><p class="two-factor-strong">${msg("two-factor-setup-too-late")}</p></@tf.notice>
  <#elseif state == "none" && error == "gone">
    <@tf.notice kind="danger" role="alert">
      <p class="two-factor-strong">${msg("two-factor-setup-error-gone")}</p>
      <p>${msg("two-factor-setup-error-gone-help")}</p>
    </@tf.notice>
  <#elseif state == "none" && error == "expired">
    <@tf.notice kind="danger" role="alert"><p class="two-factor-strong">${msg("two-factor-setup-error-expired")}</p></@tf.notice>
  </#if>
  <#if state == "none" && (twoFactor.fresh!false)>
    <@tf.notice kind="warning" role="status"><p>${msg("two-factor-setup-thrown-away")}</p></@tf.notice>
  </#if>
  <#if state == "enabled" && error == "replace-gone">
    <@tf.notice kind="danger" role="alert"><p class="two-factor-strong">${msg("two-factor-replace-gone")}</p></@tf.notice>
  </#if>
  <#if state == "pending" && (twoFactor.fresh!false)>
    <@tf.notice kind="warning" role="status"><p>${msg(replaces?then("two-factor-replace-fresh", "two-factor-setup-fresh"), twoFactor.issuer!)}</p></@tf.notice>
  </#if>

  <#if led>
    <#if state == "pending">
    <@steps/>
    <#else>
    <@tf.alone do="enable" label=msg("two-factor-setup-again") style="primary"/>
    </#if>
  <#else>
  <section class="two-factor-card" aria-labelledby="two-factor-card">
    <div class="two-factor-card-header">
      <h2 id="two-factor-card">${msg("two-factor-setup-card")}</h2>
      <p class="two-factor-badge two-factor-badge-${badge}"><span class="two-factor-unseen">${msg("two-factor-setup-status")}</span>
        <#switch badge>
          <#case "pending"><span>${msg("two-factor-setup-pending")}</span><#break>
          <#case "enabled"><span>${msg("two-factor-setup-enabled")}</span><#break>
          <#default><span>${msg("two-factor-setup-none")}</span>
        </#switch>
      </p>
    </div>

    <#switch state>
      <#case "pending">
    <#if replaces>
    <p>${tf.replaceText()}</p>
      <#if (twoFactor.replaced!1) gt 1>
    <@tf.notice kind="warning"><p>${msg("two-factor-replace-all")}</p></@tf.notice>
      </#if>
    <#else>
    <p class="two-factor-hint">${msg("two-factor-setup-pending-note")}</p>
    </#if>
    <@steps/>
        <#break>
      <#case "enabled">
    <#if twoFactor.authenticators??>
    <#include "two-factor-card.ftl">
    <#else>
    <@tf.alone do="continue" label=tf.onward() style="primary"/>
    </#if>
        <#break>
      <#default>
    <p>${msg("two-factor-setup-explainer", digits)}</p>
    <p>${msg("two-factor-setup-before")}</p>
    <#if (twoFactor.apps!)?has_content>
    <p>${msg("two-factor-setup-apps", twoFactor.apps)}</p>
    </#if>
    <@tf.alone do="enable" label=msg("two-factor-setup-enable") style="primary"/>
    </#switch>
  </section>
  </#if>

  <div class="two-factor-ways">
    <#if state == "enabled" && twoFactor.authenticators??>
      <#if (twoFactor.message!) == "enabled">
    <@tf.alone do="test" label=msg("two-factor-test")/>
      </#if>
    <@tf.alone do="leave" label=backLabel style="secondary"/>
    <#elseif (twoFactor.leave!) == "signout" && state != "enabled">
    <@tf.alone do="leave" label=msg("two-factor-sign-out")/>
    <#elseif state == "pending">
    <@tf.alone do="leave" label=msg("two-factor-cancel")/>
    <#elseif state != "enabled">
    <@tf.alone do="leave" label=backLabel/>
    </#if>
    <@tf.support question=msg("two-factor-support-help")/>
  </div>
</@tf.page>
</@layout.registrationLayout>
