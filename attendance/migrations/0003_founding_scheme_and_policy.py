import datetime as dt
from typing import Any

from django.db import migrations

CITATION = (
    "浙江省民政厅等五部门关于社会工作专业人才队伍建设的文件（2019年11月发布）：直接服务于城乡社区、公益类机构和"
    "慈善组织的人员，累计接受不少于120小时的社会工作专业培训。数字引自新闻报道，原文待核对。"
)


def add(apps: Any, schema_editor: Any) -> None:
    """The founding 120 hours, 60 minutes a credit hour because the policy says hours; and the time rules."""
    scheme, _ = apps.get_model("attendance", "Scheme").objects.get_or_create(key="zj-120")
    apps.get_model("attendance", "SchemeVersion").objects.create(
        scheme=scheme,
        number=1,
        title="社会工作专业培训120学时",
        effective_on=dt.date(2025, 1, 1),
        target_seconds=120 * 3600,
        minutes_per_credit=60,
        window_starts_on=dt.date(2025, 1, 1),
        window_ends_on=dt.date(2027, 12, 31),
        rules={},
        audience={},
        citation=CITATION,
        is_verified=False,
    )
    apps.get_model("attendance", "StudyPolicy").objects.create(effective_at=dt.datetime(2025, 1, 1, tzinfo=dt.UTC))


class Migration(migrations.Migration):
    dependencies = [("attendance", "0002_guard_evidence_and_ledger")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
