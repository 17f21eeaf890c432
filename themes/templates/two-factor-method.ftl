<#import "template.ftl" as layout>
<#import "two-factor-macros.ftl" as tf>
<#assign digits = (twoFactor.digits!6)?c>
<#assign heading = msg("two-factor-method-title")>
<@tf.document heading=heading/>
<@layout.registrationLayout displayMessage=false; section>
<@tf.page section=section heading=heading>
  <#if twoFactor.required!false>
  <@tf.notice kind="info"><p>${msg("two-factor-setup-required")}</p></@tf.notice>
  </#if>
  <section class="two-factor-card" aria-labelledby="two-factor-method">
    <h2 id="two-factor-method" class="two-factor-method">${(twoFactor.required!false)?then(msg("two-factor-method-app"), msg("two-factor-method-totp"))}</h2>
    <p>${msg("two-factor-method-totp-text", digits)}</p>
    <@tf.alone do="enable" label=msg("two-factor-method-start") style="primary"/>
  </section>
  <div class="two-factor-ways">
    <@tf.alone do="leave" label=(twoFactor.required!false)?then(msg("two-factor-sign-out"), msg("two-factor-cancel"))/>
    <@tf.support question=msg("two-factor-support-help")/>
  </div>
</@tf.page>
</@layout.registrationLayout>
