<#import "template.ftl" as layout>
<#import "two-factor-macros.ftl" as tf>
<#assign several = (twoFactor.message!) == "replaced-all">
<#assign heading = msg("two-factor-done-title")>
<@tf.document heading=heading/>
<@layout.registrationLayout displayMessage=false; section>
<@tf.page section=section heading=heading>
  <@tf.notice kind="success" role="status">
    <p class="two-factor-strong">${several?then(msg("two-factor-done-replaced-all"), msg("two-factor-done-replaced"))}</p>
    <@tf.oldEntry several=several/>
  </@tf.notice>
  <p>${msg("two-factor-setup-codes-left", (twoFactor.codesLeft!0)?c, (twoFactor.codesTotal!0)?c)}</p>
  <@tf.alone do="continue" label=tf.onward() style="primary"/>
  <div class="two-factor-ways">
    <@tf.alone do="manage" label=msg("two-factor-done-manage")/>
    <@tf.support question=msg("two-factor-support-help")/>
  </div>
</@tf.page>
</@layout.registrationLayout>
