<#-- The last section of the card: closed, until it is opened or has something to say. -->
<#assign asks = disable.asks>
<#assign reason = disable.reason!>
<#assign ofPassword = (disable.field!) == "password">
<#-- The page has room for the digits of an app and for a recovery code alike. -->
<#macro refusal>
  <#switch reason>
    <#case "waiting">
    <#-- The wait may have ended between the try and this page. -->
    <#if disable.wait??>
  <p class="two-factor-strong">${msg(ofPassword?then("two-factor-wait-password", "two-factor-wait"), tf.duration(disable.wait.seconds), disable.wait.clock)}</p>
    <#else>
  <p class="two-factor-strong">${msg("two-factor-wait-over")}</p>
    </#if>
      <#break>
    <#case "off">
  <p class="two-factor-strong">${msg("two-factor-disable-error-off")}</p>
      <#break>
    <#case "empty">
  <p class="two-factor-strong">${ofPassword?then(msg("two-factor-disable-error-password-empty"), msg("two-factor-disable-error-code-empty"))}</p>
      <#break>
    <#case "used">
  <p class="two-factor-strong">${msg("two-factor-disable-error-used")}</p>
      <#break>
    <#default>
  <p class="two-factor-strong">${ofPassword?then(msg("two-factor-disable-error-password"), msg("two-factor-disable-error-code"))}</p>
  </#switch>
</#macro>
    <details class="two-factor-rose" id="two-factor-disable"<#if reason?has_content> open</#if>>
      <summary>${msg("two-factor-disable-title")}</summary>
      <div class="two-factor-stack">
        <p>${msg("two-factor-disable-warn")}</p>
        <#if disable.required!false>
        <@tf.notice kind="warning">
          <p>${msg("two-factor-disable-warn-required")}</p>
          <p>${msg("two-factor-disable-instead")}</p>
          <@tf.alone do="replace" label=msg("two-factor-replace-title") style="secondary"/>
        </@tf.notice>
        </#if>
        <@tf.form id="two-factor-disable-form">
          <#if asks == "password" || asks == "both" || asks == "either">
          <@tf.textField name="password" type="password" autocomplete="current-password" label=msg("two-factor-disable-password") failed=reason?has_content && ofPassword><@refusal/></@tf.textField>
          </#if>
          <#if asks == "either">
          <p class="two-factor-hint">${msg("two-factor-disable-either")}</p>
          </#if>
          <#if asks == "code" || asks == "both" || asks == "either">
          <@tf.textField name="code" type="text" autocomplete="one-time-code" label=msg("two-factor-disable-code") failed=reason?has_content && !ofPassword><@refusal/></@tf.textField>
          </#if>
          <@tf.endSessions/>
          <button type="submit" name="do" value="disable" class="two-factor-button two-factor-destructive ${properties.kcButtonClass!} ${properties.kcButtonBlockClass!}">${msg("two-factor-disable-title")}</button>
        </@tf.form>
      </div>
    </details>
