<#import "template.ftl" as layout>
<#import "/two-factor-plural.ftl" as plural>
<#assign from = (browser?has_content && system?has_content)?then(msg("two-factor-mail-browser", browser, system), (browser?has_content || system?has_content)?then(browser + system, msg("two-factor-mail-browser-unknown")))>
<#assign extra = (kind == "device")?then(until, failures)>
<#assign left = (codesLeft == "0")?then(msg("two-factor-mail-codes-left-none"), plural.counted("two-factor-mail-codes-left", codesLeft?number))>
<@layout.emailLayout>
<#if kind == "codes-low">
<p>${left} ${msg("two-factor-mail-body-codes-low")}</p>
<#else>
<p>${msg("two-factor-mail-body-" + kind, account, time, from, address, extra)}<#if kind == "code-used"> ${left}</#if></p>
</#if>
<p>${msg("two-factor-mail-not-you")}</p>
<#if supportText?has_content>
<p>${supportText}</p>
</#if>
<#if supportUrl?has_content>
<p><a href="${supportUrl}">${supportUrl}</a></p>
</#if>
</@layout.emailLayout>
