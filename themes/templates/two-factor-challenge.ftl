<#import "template.ftl" as layout>
<#import "two-factor-macros.ftl" as tf>
<#assign recovery = (twoFactor.form!"totp") == "recovery-code">
<#assign error = twoFactor.error!>
<#assign otherOk = twoFactor.otherOk!false>
<#assign off = twoFactor.off!false>
<#assign noneLeft = twoFactor.noneLeft!false>
<#assign digits = (twoFactor.digits!6)?c>
<#assign heading = recovery?then(msg("two-factor-recovery-title"), msg("two-factor-challenge-title"))>
<#assign failed = error?has_content>
<#assign waiting = twoFactor.wait??>
<#-- With nothing left to type there is no field; while waiting it stays, only the server refuses. -->
<#assign usable = !off && !(recovery && noneLeft)>
<#assign entry = twoFactor.issuer!>
<#if (twoFactor.account!)?has_content>
  <#assign entry = entry?has_content?then(msg("two-factor-challenge-entry", entry, twoFactor.account), twoFactor.account)>
</#if>
<#-- In a wait, the notice has the other way. -->
<#assign saidAbove = waiting && usable && otherOk>
<#assign toRecovery = !recovery && (twoFactor.hasRecoveryCodes!false)>
<#assign twoWays = (twoFactor.hasAuthenticator!false) && (twoFactor.hasRecoveryCodes!false) && !noneLeft>
<#assign shape = twoFactor.shape!"XXXX-XXXX">
<#assign toAuthenticator = recovery && (twoFactor.hasAuthenticator!false)>
<@tf.document heading=heading failed=failed || waiting || off/>
<@layout.registrationLayout displayMessage=false; section>
<@tf.page section=section heading=heading failed=failed || waiting || off scripts=waiting?then(["wait"], [])>
  <#if recovery>
    <#if usable>
    <p class="two-factor-lead">${msg("two-factor-recovery-lead")}</p>
    </#if>
  <#elseif usable>
    <#if twoFactor.passwordAccepted!false>
    <p class="two-factor-lead">${msg("two-factor-challenge-lead")}</p>
    <#elseif twoFactor.manages!false>
    <p class="two-factor-lead">${msg("two-factor-challenge-lead-manage", twoFactor.account!)}</p>
    <#else>
    <p class="two-factor-lead">${msg("two-factor-challenge-lead-no-password")}</p>
    </#if>
  </#if>

  <#if off>
    <@tf.notice kind="danger" role="alert">
      <#if twoFactor.bothOff!false>
      <p>${msg("two-factor-locked-both")}</p>
      <ul>
        <li>${msg("two-factor-locked-elsewhere")}</li>
        <#if twoFactor.mailHelps!false>
        <li>${msg("two-factor-locked-mail")}</li>
        </#if>
      </ul>
      <#elseif recovery>
      <p>${msg("two-factor-locked-recovery")}</p>
      <#else>
      <p>${msg("two-factor-locked")}</p>
      </#if>
    </@tf.notice>
  <#elseif recovery && noneLeft>
    <@tf.notice kind="warning" role="alert"><p>${msg("two-factor-recovery-none")}</p></@tf.notice>
  <#elseif waiting>
    <#assign waitText = recovery?then("two-factor-wait-recovery", "two-factor-wait")>
    <@tf.notice kind="warning" role="alert" id="two-factor-wait" later="info">
      <p id="two-factor-wait-lasts" data-two-factor-wait="${twoFactor.wait.seconds?c}"
        data-two-factor-until="${twoFactor.wait.until!}"
        data-two-factor-text="${msg(waitText, "{0}", "{1}")}"
        data-two-factor-plural="${msg("two-factor-plural")}"
        <#list ["seconds", "minutes", "hours"] as unit>
        <#list ["one", "two", "few", "many"] as form>
        data-two-factor-${unit}-${form}="${msg("two-factor-" + unit + "-" + form, "{0}")}"
        </#list>
        </#list>
        data-two-factor-over="${msg("two-factor-wait-over")}"
        data-two-factor-title-over="${tf.pageTitle(heading, false)}">${msg(waitText, tf.duration(twoFactor.wait.seconds), twoFactor.wait.clock!)}</p>
      <#if otherOk>
      <p data-two-factor-until-over>${recovery?then(msg("two-factor-wait-use-authenticator"), msg("two-factor-wait-use-recovery"))}</p>
      <@tf.alone do=recovery?then("authenticator", "recovery") label=recovery?then(msg("two-factor-recovery-back"), msg("two-factor-challenge-lost")) style="secondary"/>
      </#if>
    </@tf.notice>
  </#if>

  <#if usable>
  <@tf.form id="two-factor-challenge">
    <#assign label = recovery?then(msg("two-factor-recovery-label"), msg("two-factor-challenge-label"))>
    <#assign hint = recovery?then(msg("two-factor-recovery-hint", shape), msg("two-factor-challenge-hint", digits, entry))>
    <@tf.codeField label=label hint=hint failed=failed && !waiting numeric=!recovery focus=true described=waiting?then("two-factor-wait-lasts", "") refused=twoFactor.refused!>
      <#switch error>
        <#case "used">
      <p class="two-factor-strong">${recovery?then(msg("two-factor-error-recovery-used"), msg("two-factor-error-used"))}</p>
          <#break>
        <#case "malformed">
      <p class="two-factor-strong">${recovery?then(msg("two-factor-error-recovery-format", shape), msg("two-factor-error-format", digits))}</p>
          <#break>
        <#case "empty">
      <p class="two-factor-strong">${recovery?then(msg("two-factor-error-recovery-empty"), msg("two-factor-error-empty", digits))}</p>
          <#break>
        <#default>
      <p class="two-factor-strong">${recovery?then(msg("two-factor-error-recovery"), msg("two-factor-error-code"))}</p>
      <p>${recovery?then(msg("two-factor-error-recovery-help"), msg("two-factor-error-code-next"))}</p>
      </#switch>
      <#if twoFactor.triesLeft??>
      <p>${tf.counted("two-factor-error-tries-left", twoFactor.triesLeft)}</p>
      </#if>
    </@tf.codeField>
    <#if twoFactor.trust??>
    <div>
      <label class="two-factor-check" for="two-factor-trust">
        <input type="checkbox" id="two-factor-trust" name="trustDevice" value="true" aria-describedby="two-factor-trust-help"<#if twoFactor.trust.ticked> checked</#if>>
        <span>${(twoFactor.trust.until == "days")?then(tf.counted("two-factor-trust-days", twoFactor.trust.days), msg("two-factor-trust"))}</span>
      </label>
      <p id="two-factor-trust-help" class="two-factor-hint">${(twoFactor.trust.until == "days")?then(msg("two-factor-trust-days-help"), msg("two-factor-trust-help"))}</p>
    </div>
    </#if>
    <@tf.primary do="verify" label=recovery?then(msg("two-factor-recovery-submit"), msg("two-factor-challenge-submit"))/>
  </@tf.form>
  </#if>

  <div class="two-factor-ways">
    <#if toRecovery && !saidAbove>
    <@tf.alone do="recovery" label=msg("two-factor-challenge-lost") style=(usable || !otherOk)?then("link", "primary")/>
    <#elseif noneLeft && !recovery>
    <p class="two-factor-hint">${msg("two-factor-recovery-none")}</p>
    </#if>
    <#if toAuthenticator && !saidAbove>
    <@tf.alone do="authenticator" label=msg("two-factor-recovery-back") style=(usable || !otherOk)?then("link", "primary")/>
    </#if>
    <#if twoFactor.canRestart!false>
    <@tf.alone do="restart" label=msg("two-factor-challenge-other")/>
    </#if>
    <@tf.support question=msg(twoWays?then("two-factor-support-either", "two-factor-support-help"))/>
  </div>
</@tf.page>
</@layout.registrationLayout>
