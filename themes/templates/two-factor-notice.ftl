<#import "template.ftl" as layout>
<#import "two-factor-macros.ftl" as tf>
<#assign kind = twoFactor.kind!"unavailable">
<#switch kind>
  <#case "sign-in-again"><#assign heading = msg("two-factor-notice-sign-in-again-title")><#break>
  <#case "other-factor"><#assign heading = msg("two-factor-notice-other-factor-title")><#break>
  <#default><#assign heading = msg("two-factor-notice-unavailable-title")>
</#switch>
<#assign failed = kind != "sign-in-again" && kind != "other-factor">
<@tf.document heading=heading failed=failed/>
<@layout.registrationLayout displayMessage=false; section>
<@tf.page section=section heading=heading failed=failed>
  <#switch kind>
    <#case "sign-in-again">
  <p class="two-factor-lead">${msg("two-factor-notice-sign-in-again")}</p>
      <#break>
    <#case "other-factor">
  <p class="two-factor-lead">${msg("two-factor-notice-other-factor")}</p>
  <p>${msg("two-factor-notice-other-factor-help")}</p>
      <#break>
    <#default>
  <@tf.notice kind="danger" role="alert"><p>${msg("two-factor-notice-unavailable")}</p></@tf.notice>
  </#switch>
  <@tf.alone do="restart" label=msg("two-factor-notice-restart") style="primary"/>
  <div class="two-factor-ways">
    <#if !failed>
    <@tf.alone do="leave" label=msg("two-factor-sign-out")/>
    </#if>
    <@tf.support question=msg("two-factor-support-help")/>
  </div>
</@tf.page>
</@layout.registrationLayout>
