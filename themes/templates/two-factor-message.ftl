<#-- What the page says, once, about the change that has just been made. -->
<#macro done text>
  <@tf.notice kind="success" role="status">
    <p class="two-factor-strong">${text}</p>
    <#nested>
  </@tf.notice>
</#macro>
  <#switch twoFactor.message!>
    <#case "enabled">
  <@done text=msg("two-factor-done-enabled")/>
      <#break>
    <#case "regenerated">
  <@done text=msg("two-factor-codes-regenerated")/>
      <#break>
    <#case "first-codes">
  <@done text=msg("two-factor-done-codes")/>
      <#break>
    <#case "replaced">
  <@done text=msg("two-factor-done-replaced")><@tf.oldEntry/></@done>
      <#break>
    <#case "replaced-all">
  <@done text=msg("two-factor-done-replaced-all")><@tf.oldEntry several=true/></@done>
      <#break>
    <#case "replace-ended">
  <@tf.notice kind="warning" role="status"><p>${msg("two-factor-notice-ended-replace", twoFactor.issuer!)}</p></@tf.notice>
      <#break>
    <#case "device-removed">
  <@done text=msg("two-factor-devices-removed")/>
      <#break>
    <#case "devices-removed">
  <@done text=msg("two-factor-devices-removed-all")/>
      <#break>
    <#case "disabled">
  <@done text=msg("two-factor-done-disabled")><@tf.deadEntry/></@done>
      <#break>
    <#case "disabled-only">
  <@done text=msg("two-factor-done-disabled-only")><@tf.deadEntry/></@done>
      <#break>
    <#case "disabled-required">
  <@tf.notice kind="warning" role="status">
    <p class="two-factor-strong">${msg("two-factor-done-disabled-only")}</p>
    <p>${msg("two-factor-setup-required")}</p>
    <@tf.oldEntry/>
  </@tf.notice>
      <#break>
  </#switch>
