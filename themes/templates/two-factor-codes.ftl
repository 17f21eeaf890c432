<#import "template.ftl" as layout>
<#import "two-factor-macros.ftl" as tf>
<#assign view = twoFactor.view!"hidden">
<#assign codes = twoFactor.codes![]>
<#assign notSaved = (twoFactor.error!) == "not-saved">
<#assign tooOften = (twoFactor.error!) == "too-often">
<#assign failed = notSaved || tooOften>
<#assign single = codes?size == 1>
<#-- Where there is but one code, the texts know it. -->
<#function words key values...>
  <#return msg(single?then(key + "-one", key), values[0]!"")>
</#function>
<#assign heading = (view == "ask")?then(msg("two-factor-codes-regenerate-title"), words("two-factor-codes-title"))>
<#macro acknowledge label>
  <@tf.form id="two-factor-saved-form">
    <#if notSaved>
    <@tf.notice kind="danger" role="alert" id="two-factor-error"><p class="two-factor-strong">${words("two-factor-codes-error-not-saved")}</p></@tf.notice>
    </#if>
    <label class="two-factor-check" for="two-factor-saved">
      <input type="checkbox" id="two-factor-saved" name="saved" value="on"<#if notSaved> aria-invalid="true" aria-describedby="two-factor-error" autofocus</#if>>
      <span>${label}</span>
    </label>
    <@tf.primary do="continue" label=(twoFactor.onward!false)?then(tf.onward(), msg("two-factor-continue"))/>
  </@tf.form>
</#macro>
<#-- A question that was answered is not to be asked again by the Back button, which may keep pages alive. -->
<#switch view>
  <#case "shown"><#assign scripts = ["copy", "secret", "codes"]><#break>
  <#case "hidden"><#assign scripts = ["time"]><#break>
  <#default><#assign scripts = ["secret"]>
</#switch>
<@tf.document heading=heading failed=failed/>
<@layout.registrationLayout displayMessage=false; section>
<@tf.page section=section heading=heading failed=failed scripts=scripts>
  <#if tooOften>
  <@tf.notice kind="danger" role="alert" id="two-factor-error"><p class="two-factor-strong">${msg((twoFactor.noneLeft!false)?then("two-factor-codes-error-too-often-none", "two-factor-codes-error-too-often"))}</p></@tf.notice>
  </#if>
  <#switch view>
    <#case "shown">
  <#switch twoFactor.reason!>
    <#case "enabled">
  <@tf.notice kind="success" role="status"><p class="two-factor-strong">${words("two-factor-codes-enabled")}</p></@tf.notice>
      <#break>
    <#case "first">
  <@tf.notice kind="success" role="status"><p class="two-factor-strong">${words("two-factor-codes-first")}</p></@tf.notice>
      <#break>
    <#case "regenerated">
  <@tf.notice kind="success" role="status"><p class="two-factor-strong">${words("two-factor-codes-regenerated")}</p></@tf.notice>
      <#break>
  </#switch>

  <section class="two-factor-panel two-factor-print" aria-labelledby="two-factor-panel" data-two-factor-codes>
    <h2 id="two-factor-panel" class="two-factor-screen"><@tf.icon kind="warning"/><#if (twoFactor.reason!) == "enabled"><span class="two-factor-unseen">${msg("two-factor-codes-step")}</span></#if><span>${words("two-factor-codes-panel")}</span></h2>
    <p class="two-factor-screen">${words("two-factor-codes-text")}</p>
    <p class="two-factor-screen two-factor-touch">${words("two-factor-codes-elsewhere")}</p>
    <div class="two-factor-paper">
      <p class="two-factor-paper-title">${words("two-factor-print-title", twoFactor.issuer!)}</p>
      <#if (twoFactor.account!)?has_content>
      <p>${msg("two-factor-print-account", twoFactor.account)}</p>
      </#if>
      <#if (twoFactor.created!)?has_content>
      <p>${msg("two-factor-print-created", twoFactor.created)}</p>
      </#if>
    </div>
    <ol id="two-factor-codes" class="two-factor-codes<#if (codes[0]!)?length gt 14> two-factor-codes-long</#if>" aria-label="${tf.counted("two-factor-codes-list", codes?size)}" data-two-factor-secret>
      <#list codes as code>
      <li><code dir="ltr" translate="no" spellcheck="false">${code}</code></li>
      </#list>
    </ol>
    <div class="two-factor-paper">
      <p>${words("two-factor-print-use")}</p>
      <p>${msg("two-factor-print-where")}</p>
      <p>${words("two-factor-print-new")}</p>
    </div>
    <div class="two-factor-grid two-factor-screen">
      <#if (twoFactor.download!)?starts_with("data:")>
      <a class="two-factor-small" href="${twoFactor.download}" download="${twoFactor.fileName!"recovery-codes"}.txt" data-two-factor-secret>${msg("two-factor-codes-download")}</a>
      </#if>
      <button type="button" hidden class="two-factor-small" data-two-factor-print>${msg("two-factor-codes-print")}</button>
      <button type="button" hidden class="two-factor-small" data-two-factor-copy-from="two-factor-codes" data-two-factor-copied="${tf.counted("two-factor-codes-copied", codes?size)}">${words("two-factor-codes-copy")}</button>
      <#if (twoFactor.pdf!)?starts_with("data:")>
      <a class="two-factor-small" href="${twoFactor.pdf}" download="${twoFactor.fileName!"recovery-codes"}.pdf" data-two-factor-secret<#if twoFactor.openPdf!false> data-two-factor-start</#if>>${msg("two-factor-codes-pdf")}</a>
      </#if>
    </div>
    <span class="two-factor-status two-factor-screen" role="status" data-two-factor-status></span>
  </section>
  <@acknowledge label=words("two-factor-codes-saved")/>
  <@tf.afterSetUp/>
  <@tf.webLink address=twoFactor.continueUrl! label=msg("two-factor-codes-guides")/>
      <#break>
    <#case "first">
    <#case "demanded">
  <@tf.notice kind="warning"><p>${msg("two-factor-codes-missing")}</p></@tf.notice>
  <div class="two-factor-stack">
    <@tf.alone do="regenerate" label=msg("two-factor-codes-create") style="primary"/>
    <@tf.alone do="leave" label=(view == "demanded")?then(msg("two-factor-sign-out"), msg("two-factor-cancel")) style="secondary"/>
  </div>
      <#break>
    <#case "ask">
  <p class="two-factor-lead">${msg("two-factor-codes-ask")}</p>
  <div class="two-factor-stack">
    <@tf.alone do="regenerate" label=msg("two-factor-codes-regenerate") style="primary"/>
    <@tf.alone do="leave" label=msg("two-factor-codes-keep") style="secondary"/>
  </div>
      <#break>
    <#case "missing">
  <@tf.notice kind="warning"><p>${msg("two-factor-codes-missing")}</p></@tf.notice>
  <div class="two-factor-stack">
    <@tf.alone do="create" label=msg("two-factor-codes-create") style="primary"/>
    <#if twoFactor.canSkip!false>
    <@tf.alone do="later" label=msg("two-factor-codes-later") style="secondary"/>
    <#else>
    <@tf.alone do="leave" label=msg("two-factor-sign-out") style="secondary"/>
    </#if>
  </div>
      <#break>
    <#default>
  <@tf.notice kind="warning">
    <#if view == "offer">
    <p>${msg("two-factor-codes-unsaved")}</p>
    <#else>
    <p class="two-factor-strong">${msg("two-factor-codes-hidden")}</p>
    <#if twoFactor.renewed??>
    <p><time datetime="${twoFactor.renewed.iso}" data-two-factor-clock="${msg("two-factor-codes-renewed", "{0}")}">${msg("two-factor-codes-renewed", twoFactor.renewed.clock)}</time></p>
    </#if>
    <p>${msg("two-factor-codes-hidden-help")}</p>
    </#if>
  </@tf.notice>
  <@acknowledge label=msg("two-factor-codes-saved-earlier")/>
  <@tf.afterSetUp/>
  <@tf.alone do="regenerate" label=msg("two-factor-codes-regenerate") style="secondary"/>
  </#switch>

  <div class="two-factor-ways">
    <@tf.support question=msg("two-factor-support-help")/>
  </div>
</@tf.page>
</@layout.registrationLayout>
