<#import "template.ftl" as layout>
<#import "/two-factor-mail-parts.ftl" as parts>
<#-- No colours: those of the reader's mail program are right by day and by night. -->
<#macro link url text>
<a href="${url}" dir="ltr" style="color: inherit">${text}</a><#t>
</#macro>
<#macro support>
<#if supportText?has_content><br>${supportText}</#if><#t>
<#if supportUrl?has_content><br><@link url=supportUrl text=parts.supportName()/></#if><#t>
</#macro>
<@layout.emailLayout>
<div lang="${msg("two-factor-language")}" dir="${direction}">
<p>${parts.happened()}</p>
<#if renew == "true">
<p>${msg("two-factor-mail-body-codes-low")}</p>
</#if>
<ul>
<#list parts.facts() as fact>
<li><strong>${fact.label}</strong> <bdi>${fact.value}</bdi></li>
</#list>
</ul>
<#if steps?has_content>
<h2 style="font-size: 1.2em">${msg("two-factor-mail-not-you-title")}</h2>
<ol>
<#list steps as step>
<li>${msg("two-factor-mail-step-" + step)}<#if step?is_first><@support/></#if></li>
</#list>
</ol>
<#else>
<p>${msg("two-factor-mail-not-expected")}<@support/></p>
</#if>
<#if page?has_content>
<p>${msg("two-factor-mail-page")} <@link url=page text=page/></p>
</#if>
</div>
</@layout.emailLayout>
