from typing import Any

from django.db import migrations

ISSUER = "浙江省社会工作培训中心（示例）"
COMMON = {
    "version": 1,
    "issuer": ISSUER,
    "signatory_label": "培训负责人：",
    "seal_text": "示例印章仅作占位",
    "category_line": "培训类别：{category}",
}
COURSE = {
    "title": "结业证书",
    "subtitle": "CERTIFICATE OF COMPLETION",
    "body": "于 {period}参加“**{subject}**”培训，完成全部学习任务，计 **{hours} 学时**{breakdown}{assessment}，准予结业。",
}
SCHEME = {
    "title": "达标证书",
    "subtitle": "CERTIFICATE OF ATTAINMENT",
    "body": (
        "于 {period}累计完成社会工作专业培训 **{hours} 学时**{breakdown}，"
        "达到“**{subject}**”规定的 {target} 学时，特发此证。"
    ),
}


def add(apps: Any, schema_editor: Any) -> None:
    """Wording of both products, version 1. The issuer and the seal say that they are examples."""
    template = apps.get_model("certificates", "CertificateTemplate")
    for product, words in (("course", COURSE), ("scheme", SCHEME)):
        template.objects.create(product=product, **COMMON, **words)


class Migration(migrations.Migration):
    dependencies = [("certificates", "0002_guard_certificates")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
