<#import "template.ftl" as layout>
<#import "/two-factor-plural.ftl" as plural>
<#assign from = (browser?has_content && system?has_content)?then(msg("two-factor-mail-browser", browser, system), (browser?has_content || system?has_content)?then(browser + system, msg("two-factor-mail-browser-unknown")))>
<#assign where = address?has_content?then(address, msg("two-factor-mail-ip-unknown"))>
<#if kind == "device">
<#assign extra = until>
<#elseif kind?starts_with("address")>
<#assign extra = newAddress?has_content?then(newAddress, msg("two-factor-mail-address-none"))>
<#else>
<#assign extra = failures>
</#if>
<#assign happened = (kind == "address-set")?then(msg("two-factor-mail-body-address-set", account, time, extra), msg("two-factor-mail-body-" + kind, account, time, from, where, extra))>
<#assign left = (codesLeft == "0")?then(msg("two-factor-mail-codes-left-none"), plural.counted("two-factor-mail-codes-left", codesLeft?number))>
<@layout.emailLayout>
<#if kind == "codes-low">
<p>${left} ${msg("two-factor-mail-body-codes-low")}</p>
<#else>
<p>${happened}<#if kind == "code-used"> ${left}</#if></p>
</#if>
<p>${msg((byOthers == "true")?then("two-factor-mail-not-expected", "two-factor-mail-not-you"))}</p>
<#if supportText?has_content>
<p>${supportText}</p>
</#if>
<#if supportUrl?has_content>
<p><a href="${supportUrl}">${supportUrl}</a></p>
</#if>
</@layout.emailLayout>
