<#import "template.ftl" as layout>
<#import "two-factor-macros.ftl" as tf>
<#assign left = twoFactor.left!0>
<#assign forced = twoFactor.forced!false>
<#assign replace = twoFactor.canReplace!false>
<#assign regenerate = twoFactor.canRegenerate!false>
<#assign offered = regenerate && !forced && ((twoFactor.low!false) || left == 0)>
<#assign heading = msg("two-factor-recovered-title")>
<@tf.document heading=heading/>
<@layout.registrationLayout displayMessage=false; section>
<@tf.page section=section heading=heading>
  <p class="two-factor-lead">${tf.counted("two-factor-recovered-text", left)}</p>
  <#if forced>
  <@tf.notice kind="warning" role="alert"><p class="two-factor-strong">${(left == 0)?then(msg("two-factor-recovered-forced-last"), msg("two-factor-recovered-forced"))}</p></@tf.notice>
  <#elseif left == 0>
  <@tf.notice kind="danger" role="alert"><p>${msg("two-factor-codes-none")}</p></@tf.notice>
  <#elseif twoFactor.low!false>
  <@tf.notice kind="warning" role="status"><p>${tf.counted("two-factor-codes-low", left)}</p></@tf.notice>
  </#if>
  <#if replace>
  <p>${msg("two-factor-recovered-lost")}</p>
    <#if !forced && left gt 0>
  <p>${msg("two-factor-recovered-next")}</p>
    </#if>
  </#if>
  <div class="two-factor-stack">
    <#if regenerate && forced>
    <@tf.alone do="regenerate" label=msg("two-factor-codes-regenerate-title") style="primary"/>
    </#if>
    <#if replace>
    <@tf.alone do="replace" label=msg("two-factor-recovered-setup") style=forced?then("secondary", "primary")/>
    </#if>
    <#if offered && !replace>
    <@tf.alone do="regenerate" label=msg("two-factor-codes-regenerate-title") style="primary"/>
    </#if>
    <#if forced && !regenerate>
    <@tf.alone do="restart" label=msg("two-factor-notice-restart") style="primary"/>
    </#if>
    <#if !forced>
    <@tf.alone do="continue" label=tf.onward(replace || offered) style=(replace || offered)?then("secondary", "primary")/>
    </#if>
  </div>
  <div class="two-factor-ways">
    <#if offered && replace>
    <@tf.alone do="regenerate" label=msg("two-factor-codes-regenerate-title")/>
    </#if>
    <@tf.support question=msg("two-factor-support-help")/>
  </div>
</@tf.page>
</@layout.registrationLayout>
