<#ftl output_format="plainText">
<#import "/two-factor-mail-parts.ftl" as parts>
<#macro support indent="">
<#if supportText?has_content>
${indent}${supportText}
</#if>
<#if supportUrl?has_content>
${indent}${parts.supportName()}
</#if>
</#macro>
${parts.happened()}
<#if renew == "true">

${msg("two-factor-mail-body-codes-low")}
</#if>

<#list parts.facts() as fact>
- ${fact.label} ${fact.value}
</#list>

<#if steps?has_content>
${msg("two-factor-mail-not-you-title")}

<#list steps as step>
${step?counter}. ${msg("two-factor-mail-step-" + step)}
<#if step?is_first>
<@support indent="   "/>
</#if>
</#list>
<#else>
${msg("two-factor-mail-not-expected")}
<@support/>
</#if>
<#if page?has_content>

${msg("two-factor-mail-page")}
${page}
</#if>
