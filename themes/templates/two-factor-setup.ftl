<#import "template.ftl" as layout>
<#import "two-factor-macros.ftl" as tf>
<#assign state = twoFactor.state!"none">
<#assign error = twoFactor.error!>
<#assign failed = error?has_content>
<#assign digits = (twoFactor.digits!6)?c>
<#assign replaces = twoFactor.replaces!false>
<#assign heading = replaces?then(msg("two-factor-replace-title"), msg("two-factor-setup-title"))>
<#-- Whoever replaces an authenticator is protected by the old one meanwhile. -->
<#assign badge = replaces?then("enabled", (state == "pending" || state == "enabled")?then(state, "none"))>
<#switch twoFactor.leave!>
  <#case "account"><#assign backLabel = msg("two-factor-back-account")><#break>
  <#case "onward"><#assign backLabel = msg("two-factor-continue")><#break>
  <#default><#assign backLabel = msg("two-factor-back-application")>
</#switch>
<@tf.document heading=heading failed=failed/>
<@layout.registrationLayout displayMessage=false; section>
<@tf.page section=section heading=heading failed=failed scripts=(state == "pending")?then(["copy", "secret"], ["time"])>
  <#include "two-factor-message.ftl">
  <#if (twoFactor.required!false) && state != "enabled" && (twoFactor.message!) != "disabled-required">
    <@tf.notice kind="info"><p>${msg("two-factor-setup-required")}</p></@tf.notice>
  </#if>
  <#if state == "none" && error == "gone">
    <@tf.notice kind="danger" role="alert">
      <p class="two-factor-strong">${msg("two-factor-setup-error-gone")}</p>
      <p>${msg("two-factor-setup-error-gone-help")}</p>
    </@tf.notice>
  <#elseif state == "none" && error == "expired">
    <@tf.notice kind="danger" role="alert"><p class="two-factor-strong">${msg("two-factor-setup-error-expired")}</p></@tf.notice>
  </#if>
  <#if state == "enabled" && error == "replace-gone">
    <@tf.notice kind="danger" role="alert"><p class="two-factor-strong">${msg("two-factor-replace-gone")}</p></@tf.notice>
  </#if>
  <#if state == "pending" && (twoFactor.fresh!false)>
    <@tf.notice kind="warning" role="status"><p>${msg("two-factor-setup-fresh")}</p></@tf.notice>
  </#if>

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
    <p>${msg("two-factor-replace-text")}</p>
      <#if (twoFactor.replaced!1) gt 1>
    <@tf.notice kind="warning"><p>${msg("two-factor-replace-all")}</p></@tf.notice>
      </#if>
    <#else>
    <p class="two-factor-hint">${msg("two-factor-setup-pending-note")}</p>
    </#if>
    <#-- Whoever is sent here by a sign-in has not seen the card that says so. -->
    <#assign sentHere = (twoFactor.required!false) && !replaces>
    <#if sentHere>
    <p>${msg("two-factor-setup-before")}</p>
      <#if (twoFactor.apps!)?has_content>
    <p>${msg("two-factor-setup-apps", twoFactor.apps)}</p>
      </#if>
    </#if>

    <section class="two-factor-step" aria-labelledby="two-factor-step1">
      <h3 id="two-factor-step1">${msg("two-factor-setup-step1")}</h3>
      <div class="two-factor-scan">
        <div class="two-factor-scan-qr">
          <p>${msg("two-factor-setup-step1-text")}</p>
          <#if (twoFactor.qr!)?has_content>
          <div class="two-factor-qr" role="img" aria-label="${msg("two-factor-setup-qr")}" data-two-factor-secret>${twoFactor.qr?no_esc}</div>
          </#if>
        </div>
        <#if (twoFactor.uri!)?starts_with("otpauth://")>
        <div class="two-factor-scan-device">
          <a href="${twoFactor.uri}" class="two-factor-button two-factor-secondary ${properties.kcButtonClass!} ${properties.kcButtonSecondaryClass!"pf-m-secondary"}" data-two-factor-secret aria-describedby="two-factor-device-help">${msg("two-factor-setup-step1-device")}</a>
          <p id="two-factor-device-help" class="two-factor-hint">${msg("two-factor-setup-step1-device-help")}</p>
        </div>
        </#if>
        <div class="two-factor-scan-key">
          <p>${msg("two-factor-setup-step1-manual")}</p>
          <div class="two-factor-key">
            <span id="two-factor-key-label" class="two-factor-unseen">${msg("two-factor-setup-key")}</span>
            <code id="two-factor-key" dir="ltr" translate="no" spellcheck="false" data-two-factor-secret>${twoFactor.key!}</code>
            <button type="button" hidden class="two-factor-small" data-two-factor-copy="${twoFactor.keyRaw!(twoFactor.key!)}" data-two-factor-copied="${msg("two-factor-setup-copied")}" data-two-factor-secret aria-describedby="two-factor-key-label">${msg("two-factor-setup-copy")}</button>
            <span class="two-factor-status" role="status" data-two-factor-status></span>
          </div>
          <details>
            <summary>${msg("two-factor-setup-step1-values")}</summary>
            <p>${msg("two-factor-setup-step1-values-text", twoFactor.algorithm!"SHA1", digits, (twoFactor.period!30)?c)}</p>
          </details>
        </div>
      </div>
      <ul class="two-factor-hint">
        <#if (twoFactor.issuer!)?has_content && (twoFactor.account!)?has_content>
        <li>${msg("two-factor-setup-step1-who", twoFactor.issuer, twoFactor.account)}</li>
        </#if>
        <#if !sentHere && (twoFactor.apps!)?has_content>
        <li>${msg("two-factor-setup-apps", twoFactor.apps)}</li>
        </#if>
        <li>${msg("two-factor-setup-step1-multi")}</li>
        <li>${msg("two-factor-setup-step1-keep")}</li>
      </ul>
    </section>

    <section class="two-factor-step" aria-labelledby="two-factor-step2">
      <h3 id="two-factor-step2">${msg("two-factor-setup-step2")}</h3>
      <@tf.form id="two-factor-confirm">
        <@tf.codeField label=msg("two-factor-setup-step2-label", digits) hint=msg("two-factor-setup-step2-hint", (twoFactor.period!30)?c) failed=failed numeric=true focus=failed>
          <#switch error>
            <#case "malformed">
          <p class="two-factor-strong">${msg("two-factor-error-format", digits)}</p>
              <#break>
            <#case "empty">
          <p class="two-factor-strong">${msg("two-factor-error-empty", digits)}</p>
              <#break>
            <#default>
          <p class="two-factor-strong">${msg("two-factor-error-code")}</p>
          <p>${msg("two-factor-error-code-help")}</p>
          </#switch>
        </@tf.codeField>
        <@tf.endSessions/>
        <@tf.primary do="confirm" label=replaces?then(msg("two-factor-replace-title"), msg("two-factor-setup-confirm"))/>
      </@tf.form>
    </section>
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
