<#ftl output_format="plainText">
<#import "/two-factor-plural.ftl" as plural>
<#assign from = (browser?has_content && system?has_content)?then(msg("two-factor-mail-browser", browser, system), (browser?has_content || system?has_content)?then(browser + system, msg("two-factor-mail-browser-unknown")))>
<#assign extra = (kind == "device")?then(until, failures)>
<#assign left = (codesLeft == "0")?then(msg("two-factor-mail-codes-left-none"), plural.counted("two-factor-mail-codes-left", codesLeft?number))>
<#if kind == "codes-low">
${left} ${msg("two-factor-mail-body-codes-low")}
<#else>
${msg("two-factor-mail-body-" + kind, account, time, from, address, extra)}
<#if kind == "code-used">
${left}
</#if>
</#if>

${msg("two-factor-mail-not-you")}
<#if supportText?has_content>
${supportText}
</#if>
<#if supportUrl?has_content>
${supportUrl}
</#if>
