<#import "template.ftl" as layout>
<#import "two-factor-macros.ftl" as tf>
<#assign kind = twoFactor.kind!"unavailable">
<#switch kind>
  <#case "sign-in-again"><#assign heading = msg("two-factor-notice-sign-in-again-title")><#break>
  <#case "begin-again"><#assign heading = msg((twoFactor.disabled!false)?then("two-factor-notice-not-signed-in-title", "two-factor-notice-begin-again-title"))><#break>
  <#case "other-factor"><#assign heading = msg("two-factor-notice-other-factor-title")><#break>
  <#case "impersonated"><#assign heading = msg("two-factor-notice-impersonated-title")><#break>
  <#case "not-stored"><#assign heading = msg("two-factor-notice-not-stored-title")><#break>
  <#case "other-account"><#assign heading = msg("two-factor-notice-other-account-title")><#break>
  <#case "ended"><#case "ended-codes"><#case "ended-set-up"><#case "ended-replace"><#assign heading = msg("two-factor-notice-ended-title")><#break>
  <#case "not-signed-in"><#assign heading = msg("two-factor-notice-not-signed-in-title")><#break>
  <#default><#assign heading = msg("two-factor-notice-unavailable-title")>
</#switch>
<#assign failed = !["sign-in-again", "begin-again", "other-factor", "impersonated", "not-stored", "other-account", "ended", "ended-codes", "ended-set-up", "ended-replace"]?seq_contains(kind)>
<@tf.document heading=heading failed=failed/>
<@layout.registrationLayout displayMessage=false; section>
<@tf.page section=section heading=heading failed=failed>
  <#switch kind>
    <#case "sign-in-again">
  <p class="two-factor-lead">${msg("two-factor-notice-sign-in-again")}</p>
      <#break>
    <#case "begin-again">
  <p class="two-factor-lead">${msg((twoFactor.disabled!false)?then("two-factor-notice-begin-again-disabled", "two-factor-notice-begin-again"))}</p>
      <#break>
    <#case "other-factor">
  <p class="two-factor-lead">${msg("two-factor-notice-other-factor")}</p>
  <p>${msg("two-factor-notice-other-factor-help")}</p>
      <#break>
    <#case "impersonated">
  <p class="two-factor-lead">${msg("two-factor-notice-impersonated")}</p>
  <p>${msg("two-factor-notice-impersonated-help")}</p>
      <#break>
    <#case "not-stored">
  <p class="two-factor-lead">${msg("two-factor-notice-not-stored")}</p>
      <#break>
    <#case "other-account">
  <p class="two-factor-lead">${msg("two-factor-notice-other-account")}</p>
      <#break>
    <#case "ended">
  <p class="two-factor-lead">${msg("two-factor-notice-ended")}</p>
      <#break>
    <#case "ended-codes">
  <p class="two-factor-lead">${msg("two-factor-notice-ended-codes")}</p>
      <#break>
    <#case "ended-set-up">
  <p class="two-factor-lead">${msg("two-factor-notice-ended-set-up", twoFactor.issuer!)}</p>
      <#break>
    <#case "ended-replace">
  <p class="two-factor-lead">${msg("two-factor-notice-ended-replace", twoFactor.issuer!)}</p>
      <#break>
    <#case "not-signed-in">
  <@tf.notice kind="danger" role="alert"><p>${msg("two-factor-notice-not-signed-in")}</p></@tf.notice>
      <#break>
    <#case "unavailable-page">
  <@tf.notice kind="danger" role="alert"><p>${msg("two-factor-notice-unavailable-page")}</p></@tf.notice>
      <#break>
    <#case "unavailable-change">
  <@tf.notice kind="danger" role="alert"><p>${msg("two-factor-notice-unavailable-change")}</p></@tf.notice>
      <#break>
    <#default>
  <@tf.notice kind="danger" role="alert"><p>${msg("two-factor-notice-unavailable")}</p></@tf.notice>
  </#switch>
  <#-- Signing in again would ask an administrator for the user's password. -->
  <#if kind == "impersonated">
  <@tf.alone do="leave" label=msg("two-factor-sign-out") style="primary"/>
  <#elseif (kind == "not-signed-in" || kind?starts_with("ended")) && (twoFactor.again!"")?lower_case?starts_with("http")>
  <#-- Nothing is left of the sign-in that a form could be posted to. -->
  <#assign again = twoFactor.again!>
    <#if again?lower_case?starts_with("https://") || again?lower_case?starts_with("http://")>
  <a href="${again}" class="two-factor-button two-factor-primary ${properties.kcButtonClass!} ${properties.kcButtonPrimaryClass!} ${properties.kcButtonBlockClass!}">${msg("two-factor-notice-restart")}</a>
    </#if>
  <#elseif kind?starts_with("unavailable-")>
  <@tf.alone do="retry" label=msg("two-factor-notice-retry") style="primary"/>
  <#else>
  <@tf.alone do="restart" label=msg("two-factor-notice-restart") style="primary"/>
  </#if>
  <div class="two-factor-ways">
    <#if kind == "sign-in-again" || kind == "other-factor">
    <@tf.alone do="leave" label=msg("two-factor-sign-out")/>
    </#if>
    <@tf.support question=msg("two-factor-support-help")/>
  </div>
</@tf.page>
</@layout.registrationLayout>
