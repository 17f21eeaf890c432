<#-- What the card of an enrolled person holds; two-factor-setup.ftl draws the frame around it. -->
<#assign left = twoFactor.codesLeft!0>
<#-- There is no set, and not one whose codes are all used. -->
<#assign never = left == 0 && (twoFactor.codesTotal!0) == 0>
<#assign low = twoFactor.codesLow!false>
<#assign disable = twoFactor.disable!{}>
<#macro day date key>
<time datetime="${date.iso}" data-two-factor-time="${msg(key, "{0}")}">${msg(key, date.day)}</time>
</#macro>
    <ul class="two-factor-facts">
      <#list twoFactor.authenticators as authenticator>
      <li>
        <#if (authenticator.label!)?has_content><span class="two-factor-strong">${authenticator.label}</span></#if>
        <#if authenticator.confirmed??><@day date=authenticator.confirmed key="two-factor-setup-since"/></#if>
        <#if authenticator.lastUsed??><@day date=authenticator.lastUsed key="two-factor-setup-last-used"/></#if>
      </li>
      </#list>
    </ul>
    <#if twoFactor.mandatory!false>
    <p class="two-factor-hint">${msg("two-factor-setup-mandatory")}</p>
    </#if>

    <section class="two-factor-step" aria-labelledby="two-factor-codes-heading">
      <h3 id="two-factor-codes-heading">${msg("two-factor-codes-title")}</h3>
      <#if left == 0>
      <@tf.notice kind="danger"><p>${msg(never?then("two-factor-codes-missing", "two-factor-setup-codes-none"))}</p></@tf.notice>
      <#else>
      <p>${msg("two-factor-setup-codes-left", left?c, (twoFactor.codesTotal!left)?c)}</p>
        <#if low>
      <@tf.notice kind="warning"><p>${tf.counted("two-factor-codes-low", left)}</p></@tf.notice>
        <#elseif twoFactor.codesUnsaved!false>
      <@tf.notice kind="warning"><p>${msg("two-factor-codes-unsaved")}</p></@tf.notice>
        </#if>
      </#if>
      <@tf.alone do="regenerate" label=msg(never?then("two-factor-codes-create", "two-factor-codes-regenerate-title")) style=(left == 0 || low)?then("primary", "secondary")/>
    </section>

    <section class="two-factor-step" aria-labelledby="two-factor-replace-heading">
      <h3 id="two-factor-replace-heading">${msg("two-factor-replace-heading")}</h3>
      <p class="two-factor-hint">${tf.replaceText()}</p>
      <@tf.alone do="replace" label=msg("two-factor-replace-title") style="secondary"/>
    </section>

    <#if twoFactor.devices?has_content>
    <#include "two-factor-devices.ftl">
    </#if>

    <#if twoFactor.activity?has_content>
    <details id="two-factor-activity">
      <summary>${msg("two-factor-activity-title")}</summary>
      <div class="two-factor-stack-small">
        <p>${msg("two-factor-mail-not-you")}</p>
        <ol class="two-factor-facts two-factor-rows" reversed>
          <#list twoFactor.activity as row>
          <li>
            <span class="two-factor-strong">${msg(row.what)}</span>
            <span><time datetime="${row.at.iso}" data-two-factor-moment>${row.at.moment}</time><#if row.address??> <span aria-hidden="true">·</span> <span class="two-factor-unseen">${msg("two-factor-activity-address")}</span> <bdi dir="ltr">${row.address}</bdi></#if></span>
          </li>
          </#list>
        </ol>
      </div>
    </details>
    </#if>

    <#if disable.forbidden!false>
    <section class="two-factor-step" aria-labelledby="two-factor-disable-heading">
      <h3 id="two-factor-disable-heading">${msg("two-factor-disable-title")}</h3>
      <@tf.notice kind="info"><p>${msg("two-factor-disable-forbidden")}</p></@tf.notice>
    </section>
    <#elseif disable.asks??>
    <#include "two-factor-disable.ftl">
    </#if>
