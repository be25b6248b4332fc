"""The first schema."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this step."""
    op.create_table(
        "action",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=True),
        sa.Column("undoes_id", sa.Integer(), nullable=True),
        sa.Column("redoes_id", sa.Integer(), nullable=True),
        sa.Column("barrier", sa.Boolean(), server_default="0", nullable=False),
        sa.CheckConstraint("barrier IN (0, 1)", name=op.f("ck_action_barrier_flag")),
        sa.ForeignKeyConstraint(["redoes_id"], ["action.id"], name=op.f("fk_action_redoes_id")),
        sa.ForeignKeyConstraint(["undoes_id"], ["action.id"], name=op.f("fk_action_undoes_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action")),
        sa.UniqueConstraint("uid", name=op.f("uq_action_uid")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "catalogue_conflict",
        sa.Column("table_name", sa.String(), nullable=False),
        sa.Column("row_uid", sa.String(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("ours", sa.String(), nullable=True),
        sa.Column("theirs", sa.String(), nullable=True),
        sa.Column("settled", sa.String(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), server_default=sa.text("(lower(hex(randomblob(16))))"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_catalogue_conflict")),
        sa.UniqueConstraint(
            "table_name", "row_uid", "field", name=op.f("uq_catalogue_conflict_table_name_row_uid_field")
        ),
        sa.UniqueConstraint("uid", name=op.f("uq_catalogue_conflict_uid")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "money_source",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), server_default=sa.text("(lower(hex(randomblob(16))))"), nullable=False),
        sa.ForeignKeyConstraint(["parent_id"], ["money_source.id"], name=op.f("fk_money_source_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_money_source")),
        sa.UniqueConstraint("name", name=op.f("uq_money_source_name")),
        sa.UniqueConstraint("uid", name=op.f("uq_money_source_uid")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("money_source", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_money_source_parent_id"), ["parent_id"], unique=False)

    op.create_table(
        "plan",
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("short", sa.String(), nullable=False),
        sa.Column("period", sa.String(), nullable=True),
        sa.Column("number", sa.String(), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), server_default=sa.text("(lower(hex(randomblob(16))))"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan")),
        sa.UniqueConstraint("uid", name=op.f("uq_plan_uid")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "reporting_unit",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=True),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("pinyin", sa.String(), server_default="", nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), server_default=sa.text("(lower(hex(randomblob(16))))"), nullable=False),
        sa.CheckConstraint("kind IN ('市本级', '区县', '功能区', '地市')", name=op.f("ck_reporting_unit_kind_word")),
        sa.ForeignKeyConstraint(["parent_id"], ["reporting_unit.id"], name=op.f("fk_reporting_unit_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reporting_unit")),
        sa.UniqueConstraint("code", name=op.f("uq_reporting_unit_code")),
        sa.UniqueConstraint("name", name=op.f("uq_reporting_unit_name")),
        sa.UniqueConstraint("uid", name=op.f("uq_reporting_unit_uid")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("reporting_unit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reporting_unit_parent_id"), ["parent_id"], unique=False)

    op.create_table(
        "seed_value",
        sa.Column("table_name", sa.String(), nullable=False),
        sa.Column("row_uid", sa.String(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("table_name", "row_uid", "field", name=op.f("pk_seed_value")),
    )
    op.create_table(
        "setting",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), server_default=sa.text("(lower(hex(randomblob(16))))"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_setting")),
        sa.UniqueConstraint("key", name=op.f("uq_setting_key")),
        sa.UniqueConstraint("uid", name=op.f("uq_setting_uid")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "template",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), server_default=sa.text("(lower(hex(randomblob(16))))"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_template")),
        sa.UniqueConstraint("key", name=op.f("uq_template_key")),
        sa.UniqueConstraint("uid", name=op.f("uq_template_uid")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "box",
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), server_default=sa.text("(lower(hex(randomblob(16))))"), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_box_plan_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_box")),
        sa.UniqueConstraint("plan_id", "no", name=op.f("uq_box_plan_id_no")),
        sa.UniqueConstraint("uid", name=op.f("uq_box_uid")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("box", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_box_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("table_name", sa.String(), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("row_uid", sa.String(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=True),
        sa.Column("op", sa.String(), nullable=False),
        sa.Column("field", sa.String(), nullable=True),
        sa.Column("old", sa.String(), nullable=True),
        sa.Column("new", sa.String(), nullable=True),
        sa.CheckConstraint("op IN ('I', 'U', 'D')", name=op.f("ck_change_op_word")),
        sa.ForeignKeyConstraint(["action_id"], ["action.id"], name=op.f("fk_change_action_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_change_action_id"), ["action_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_change_project_id"), ["project_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_change_row_uid"), ["row_uid"], unique=False)

    op.create_table(
        "current_action",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_current_action_only_one")),
        sa.ForeignKeyConstraint(["action_id"], ["action.id"], name=op.f("fk_current_action_action_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_current_action")),
    )
    op.create_table(
        "project",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("nature", sa.String(), server_default="未注明", nullable=False),
        sa.Column("code", sa.String(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("unit_inferred", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("place", sa.String(), nullable=True),
        sa.Column("content", sa.String(), nullable=True),
        sa.Column("level", sa.String(), nullable=True),
        sa.Column("builder", sa.String(), nullable=True),
        sa.Column("owner_dept", sa.String(), nullable=True),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("leader", sa.String(), nullable=True),
        sa.Column("planned_start", sa.Date(), nullable=True),
        sa.Column("planned_finish", sa.Date(), nullable=True),
        sa.Column("deadline_text", sa.String(), nullable=True),
        sa.Column("deadline_day", sa.Date(), nullable=True),
        sa.Column("deadline_precision", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("is_programme", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("counted", sa.Boolean(), server_default="1", nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("template_key", sa.String(), nullable=True),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
        sa.Column("merged_on", sa.Date(), nullable=True),
        sa.Column("pinyin", sa.String(), server_default="", nullable=False),
        sa.Column("custom", sa.String(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), server_default=sa.text("(lower(hex(randomblob(16))))"), nullable=False),
        sa.CheckConstraint(
            "deadline_precision IN ('日', '月', '季', '年')", name=op.f("ck_project_deadline_precision_word")
        ),
        sa.CheckConstraint("kind IN ('建设类', '能力类')", name=op.f("ck_project_kind_word")),
        sa.CheckConstraint("level IN ('省重点', '市重点', '县重点', '一般')", name=op.f("ck_project_level_word")),
        sa.CheckConstraint(
            "nature IN ('新建', '扩建', '改建', '改扩建', '迁建', '恢复', '续建', '维修改造', '设备购置', '未注明')",
            name=op.f("ck_project_nature_word"),
        ),
        sa.CheckConstraint("(merged_into_id IS NULL) = (merged_on IS NULL)", name=op.f("ck_project_merged_whole")),
        sa.CheckConstraint("counted IN (0, 1)", name=op.f("ck_project_counted_flag")),
        sa.CheckConstraint("is_programme IN (0, 1)", name=op.f("ck_project_is_programme_flag")),
        sa.CheckConstraint("length(trim(name)) > 0", name=op.f("ck_project_name_given")),
        sa.CheckConstraint("parent_id IS NULL OR parent_id <> id", name=op.f("ck_project_not_own_parent")),
        sa.CheckConstraint("unit_inferred IN (0, 1)", name=op.f("ck_project_unit_inferred_flag")),
        sa.ForeignKeyConstraint(["merged_into_id"], ["project.id"], name=op.f("fk_project_merged_into_id")),
        sa.ForeignKeyConstraint(["parent_id"], ["project.id"], name=op.f("fk_project_parent_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["reporting_unit.id"], name=op.f("fk_project_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project")),
        sa.UniqueConstraint("uid", name=op.f("uq_project_uid")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("project", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_project_code"), ["code"], unique=False)
        batch_op.create_index(batch_op.f("ix_project_merged_into_id"), ["merged_into_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_project_name"), ["name"], unique=False)
        batch_op.create_index(batch_op.f("ix_project_parent_id"), ["parent_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_project_pinyin"), ["pinyin"], unique=False)
        batch_op.create_index(batch_op.f("ix_project_position"), ["position"], unique=False)
        batch_op.create_index(batch_op.f("ix_project_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "template_item",
        sa.Column("template_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=True),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), server_default=sa.text("(lower(hex(randomblob(16))))"), nullable=False),
        sa.CheckConstraint(
            "role IN ('立项', '可研', '初设', '开工', '主体封顶', '竣工验收', '交付使用', '决算', '启用', '达标')",
            name=op.f("ck_template_item_role_word"),
        ),
        sa.ForeignKeyConstraint(
            ["template_id"], ["template.id"], name=op.f("fk_template_item_template_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_template_item")),
        sa.UniqueConstraint("uid", name=op.f("uq_template_item_uid")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("template_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_template_item_template_id"), ["template_id"], unique=False)

    op.create_table(
        "unit_former",
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("code", sa.String(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), server_default=sa.text("(lower(hex(randomblob(16))))"), nullable=False),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["reporting_unit.id"], name=op.f("fk_unit_former_unit_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_former")),
        sa.UniqueConstraint("uid", name=op.f("uq_unit_former_uid")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("unit_former", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_unit_former_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "document",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("issuer", sa.String(), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("type", sa.String(), nullable=True),
        sa.Column("file", sa.String(), nullable=True),
        sa.Column("sha256", sa.String(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), server_default=sa.text("(lower(hex(randomblob(16))))"), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_document_project_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
        sa.UniqueConstraint("uid", name=op.f("uq_document_uid")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_document_project_id"), ["project_id"], unique=False)

    op.create_table(
        "period_figure",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("period_end", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("amount_fen", sa.Integer(), nullable=True),
        sa.Column("na", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), server_default=sa.text("(lower(hex(randomblob(16))))"), nullable=False),
        sa.CheckConstraint("kind IN ('到位', '完成投资', '支付')", name=op.f("ck_period_figure_kind_word")),
        sa.CheckConstraint(
            "(amount_fen IS NULL) = (na = 1) AND (amount_fen IS NULL OR amount_fen >= 0)",
            name=op.f("ck_period_figure_known_or_na"),
        ),
        sa.CheckConstraint("na IN (0, 1)", name=op.f("ck_period_figure_na_flag")),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_period_figure_project_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["source_id"], ["money_source.id"], name=op.f("fk_period_figure_source_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_period_figure")),
        sa.UniqueConstraint("uid", name=op.f("uq_period_figure_uid")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("period_figure", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_period_figure_source_id"), ["source_id"], unique=False)
    op.create_index(
        "uq_period_figure_once",
        "period_figure",
        ["project_id", "kind", "period_end", sa.text("coalesce(source_id, 0)")],
        unique=True,
    )

    op.create_table(
        "period_report",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("period_end", sa.Date(), nullable=False),
        sa.Column("text", sa.String(), nullable=True),
        sa.Column("percent", sa.Integer(), nullable=True),
        sa.Column("na", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("next_steps", sa.String(), nullable=True),
        sa.Column("reported_by", sa.String(), nullable=True),
        sa.Column("reported_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), server_default=sa.text("(lower(hex(randomblob(16))))"), nullable=False),
        sa.CheckConstraint("na IN (0, 1)", name=op.f("ck_period_report_na_flag")),
        sa.CheckConstraint("percent IS NULL OR na = 0", name=op.f("ck_period_report_known_or_na")),
        sa.CheckConstraint("percent IS NULL OR percent BETWEEN 0 AND 100", name=op.f("ck_period_report_percent_range")),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_period_report_project_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_period_report")),
        sa.UniqueConstraint("project_id", "period_end", name=op.f("uq_period_report_project_id_period_end")),
        sa.UniqueConstraint("uid", name=op.f("uq_period_report_uid")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("period_report", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_period_report_project_id"), ["project_id"], unique=False)

    op.create_table(
        "problem",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("category", sa.String(), nullable=True),
        sa.Column("level", sa.String(), nullable=True),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("deadline", sa.Date(), nullable=True),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("result", sa.String(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), server_default=sa.text("(lower(hex(randomblob(16))))"), nullable=False),
        sa.CheckConstraint(
            "category IN ('资金', '用地', '审批', '征拆', '招标', '施工', '设备', '人员', '其他')",
            name=op.f("ck_problem_category_word"),
        ),
        sa.CheckConstraint("level IN ('本单位', '县级', '市级', '省级')", name=op.f("ck_problem_level_word")),
        sa.CheckConstraint("closed_on IS NULL OR closed_on >= opened_on", name=op.f("ck_problem_closed_after_opened")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_problem_project_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_problem")),
        sa.UniqueConstraint("uid", name=op.f("uq_problem_uid")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("problem", schema=None) as batch_op:
        batch_op.create_index("ix_problem_open", ["project_id", "closed_on"], unique=False)

    op.create_table(
        "programme",
        sa.Column("box_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("no", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), server_default=sa.text("(lower(hex(randomblob(16))))"), nullable=False),
        sa.ForeignKeyConstraint(["box_id"], ["box.id"], name=op.f("fk_programme_box_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme")),
        sa.UniqueConstraint("box_id", "position", name=op.f("uq_programme_box_id_position")),
        sa.UniqueConstraint("uid", name=op.f("uq_programme_uid")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("programme", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_programme_box_id"), ["box_id"], unique=False)

    op.create_table(
        "project_alias",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), server_default=sa.text("(lower(hex(randomblob(16))))"), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_project_alias_project_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_alias")),
        sa.UniqueConstraint("project_id", "text", name=op.f("uq_project_alias_project_id_text")),
        sa.UniqueConstraint("uid", name=op.f("uq_project_alias_uid")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("project_alias", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_project_alias_project_id"), ["project_id"], unique=False)

    op.create_table(
        "related",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), server_default=sa.text("(lower(hex(randomblob(16))))"), nullable=False),
        sa.CheckConstraint("project_id < other_id", name=op.f("ck_related_one_way")),
        sa.ForeignKeyConstraint(["other_id"], ["project.id"], name=op.f("fk_related_other_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_related_project_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_related")),
        sa.UniqueConstraint("project_id", "other_id", name=op.f("uq_related_project_id_other_id")),
        sa.UniqueConstraint("uid", name=op.f("uq_related_uid")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("related", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_related_other_id"), ["other_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_related_project_id"), ["project_id"], unique=False)

    op.create_table(
        "state_period",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), server_default=sa.text("(lower(hex(randomblob(16))))"), nullable=False),
        sa.CheckConstraint(
            "state IN ('前期', '在建', '完工', '停工', '取消', '移交', '未启动', '进行中', '已完成', '停止')",
            name=op.f("ck_state_period_state_word"),
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_state_period_project_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_state_period")),
        sa.UniqueConstraint("project_id", "since", name=op.f("uq_state_period_project_id_since")),
        sa.UniqueConstraint("uid", name=op.f("uq_state_period_uid")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("state_period", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_state_period_project_id"), ["project_id"], unique=False)

    op.create_table(
        "target",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("comparator", sa.String(), nullable=False),
        sa.Column("low_milli", sa.Integer(), nullable=True),
        sa.Column("high_milli", sa.Integer(), nullable=True),
        sa.Column("unit", sa.String(), nullable=True),
        sa.Column("base", sa.String(), nullable=True),
        sa.Column("deadline_text", sa.String(), nullable=True),
        sa.Column("deadline_day", sa.Date(), nullable=True),
        sa.Column("deadline_precision", sa.String(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), server_default=sa.text("(lower(hex(randomblob(16))))"), nullable=False),
        sa.CheckConstraint("comparator IN ('=', '≥', '≤', 'range')", name=op.f("ck_target_comparator_word")),
        sa.CheckConstraint(
            "deadline_precision IN ('日', '月', '季', '年')", name=op.f("ck_target_deadline_precision_word")
        ),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_target_project_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_target")),
        sa.UniqueConstraint("uid", name=op.f("uq_target_uid")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("target", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_target_project_id"), ["project_id"], unique=False)

    op.create_table(
        "uid_alias",
        sa.Column("old_uid", sa.String(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), server_default=sa.text("(lower(hex(randomblob(16))))"), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_uid_alias_project_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_uid_alias")),
        sa.UniqueConstraint("old_uid", name=op.f("uq_uid_alias_old_uid")),
        sa.UniqueConstraint("uid", name=op.f("uq_uid_alias_uid")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("uid_alias", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_uid_alias_project_id"), ["project_id"], unique=False)

    op.create_table(
        "allocation",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("amount_fen", sa.Integer(), nullable=False),
        sa.Column("allocated_on", sa.Date(), nullable=False),
        sa.Column("document_number", sa.String(), nullable=True),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("split_of_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), server_default=sa.text("(lower(hex(randomblob(16))))"), nullable=False),
        sa.CheckConstraint("amount_fen >= 0", name=op.f("ck_allocation_amount_not_negative")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_allocation_document_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_allocation_project_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["source_id"], ["money_source.id"], name=op.f("fk_allocation_source_id")),
        sa.ForeignKeyConstraint(
            ["split_of_id"], ["allocation.id"], name=op.f("fk_allocation_split_of_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allocation")),
        sa.UniqueConstraint("uid", name=op.f("uq_allocation_uid")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("allocation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_allocation_document_id"), ["document_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_allocation_project_id"), ["project_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_allocation_source_id"), ["source_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_allocation_split_of_id"), ["split_of_id"], unique=False)

    op.create_table(
        "annual_plan",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("category", sa.String(), nullable=True),
        sa.Column("amount_fen", sa.Integer(), nullable=True),
        sa.Column("na", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), server_default=sa.text("(lower(hex(randomblob(16))))"), nullable=False),
        sa.CheckConstraint("category IN ('续建', '新开工', '竣工', '前期')", name=op.f("ck_annual_plan_category_word")),
        sa.CheckConstraint(
            "(amount_fen IS NULL) = (na = 1) AND (amount_fen IS NULL OR amount_fen >= 0)",
            name=op.f("ck_annual_plan_known_or_na"),
        ),
        sa.CheckConstraint("na IN (0, 1)", name=op.f("ck_annual_plan_na_flag")),
        sa.CheckConstraint("year BETWEEN 2000 AND 2100", name=op.f("ck_annual_plan_year_range")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_annual_plan_document_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_annual_plan_project_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_annual_plan")),
        sa.UniqueConstraint("uid", name=op.f("uq_annual_plan_uid")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("annual_plan", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_annual_plan_document_id"), ["document_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_annual_plan_project_id"), ["project_id"], unique=False)
    op.create_index(
        "uq_annual_plan_once", "annual_plan", ["project_id", "year", sa.text("coalesce(decided_on, '')")], unique=True
    )

    op.create_table(
        "investment",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("stage", sa.String(), nullable=True),
        sa.Column("amount_fen", sa.Integer(), nullable=True),
        sa.Column("na", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("as_of", sa.Date(), nullable=True),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), server_default=sa.text("(lower(hex(randomblob(16))))"), nullable=False),
        sa.CheckConstraint("stage IN ('估算', '概算', '决算')", name=op.f("ck_investment_stage_word")),
        sa.CheckConstraint(
            "(amount_fen IS NULL) = (na = 1) AND (amount_fen IS NULL OR amount_fen >= 0)",
            name=op.f("ck_investment_known_or_na"),
        ),
        sa.CheckConstraint("na IN (0, 1)", name=op.f("ck_investment_na_flag")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_investment_document_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_investment_project_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["source_id"], ["money_source.id"], name=op.f("fk_investment_source_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_investment")),
        sa.UniqueConstraint("uid", name=op.f("uq_investment_uid")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("investment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_investment_document_id"), ["document_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_investment_project_id"), ["project_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_investment_source_id"), ["source_id"], unique=False)
    op.create_index(
        "uq_investment_once",
        "investment",
        ["project_id", sa.text("coalesce(source_id, 0)"), sa.text("coalesce(as_of, '')")],
        unique=True,
    )

    op.create_table(
        "milestone",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=True),
        sa.Column("weight", sa.Integer(), server_default="0", nullable=False),
        sa.Column("na", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("planned", sa.Date(), nullable=True),
        sa.Column("frozen_on", sa.Date(), nullable=True),
        sa.Column("first_planned", sa.Date(), nullable=True),
        sa.Column("actual", sa.Date(), nullable=True),
        sa.Column("evidence", sa.String(), nullable=True),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("owner_dept", sa.String(), nullable=True),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), server_default=sa.text("(lower(hex(randomblob(16))))"), nullable=False),
        sa.CheckConstraint(
            "role IN ('立项', '可研', '初设', '开工', '主体封顶', '竣工验收', '交付使用', '决算', '启用', '达标')",
            name=op.f("ck_milestone_role_word"),
        ),
        sa.CheckConstraint(
            "frozen_on IS NOT NULL OR first_planned IS NULL", name=op.f("ck_milestone_first_when_frozen")
        ),
        sa.CheckConstraint("length(trim(title)) > 0", name=op.f("ck_milestone_title_given")),
        sa.CheckConstraint("na = 0 OR actual IS NULL", name=op.f("ck_milestone_na_has_no_actual")),
        sa.CheckConstraint("na IN (0, 1)", name=op.f("ck_milestone_na_flag")),
        sa.CheckConstraint("weight >= 0 AND weight <= 1000", name=op.f("ck_milestone_weight_range")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_milestone_document_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_milestone_project_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestone")),
        sa.UniqueConstraint("uid", name=op.f("uq_milestone_uid")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("milestone", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_milestone_document_id"), ["document_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_milestone_project_id"), ["project_id"], unique=False)

    op.create_table(
        "source",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), server_default="1", nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), server_default=sa.text("(lower(hex(randomblob(16))))"), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_source_programme_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_source_project_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source")),
        sa.UniqueConstraint("project_id", "programme_id", name=op.f("uq_source_project_id_programme_id")),
        sa.UniqueConstraint("uid", name=op.f("uq_source_uid")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("source", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_source_programme_id"), ["programme_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_source_project_id"), ["project_id"], unique=False)

    op.create_table(
        "target_value",
        sa.Column("target_id", sa.Integer(), nullable=False),
        sa.Column("period_end", sa.Date(), nullable=False),
        sa.Column("achieved_milli", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), server_default=sa.text("(lower(hex(randomblob(16))))"), nullable=False),
        sa.ForeignKeyConstraint(
            ["target_id"], ["target.id"], name=op.f("fk_target_value_target_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_target_value")),
        sa.UniqueConstraint("target_id", "period_end", name=op.f("uq_target_value_target_id_period_end")),
        sa.UniqueConstraint("uid", name=op.f("uq_target_value_uid")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("target_value", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_target_value_target_id"), ["target_id"], unique=False)

    op.create_table(
        "milestone_approval",
        sa.Column("milestone_id", sa.Integer(), nullable=False),
        sa.Column("approved", sa.Date(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("document_number", sa.String(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), server_default=sa.text("(lower(hex(randomblob(16))))"), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_milestone_approval_document_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["milestone_id"], ["milestone.id"], name=op.f("fk_milestone_approval_milestone_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestone_approval")),
        sa.UniqueConstraint("milestone_id", "decided_on", name=op.f("uq_milestone_approval_milestone_id_decided_on")),
        sa.UniqueConstraint("uid", name=op.f("uq_milestone_approval_uid")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("milestone_approval", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_milestone_approval_document_id"), ["document_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_milestone_approval_milestone_id"), ["milestone_id"], unique=False)

    op.create_table(
        "milestone_forecast",
        sa.Column("milestone_id", sa.Integer(), nullable=False),
        sa.Column("expected", sa.Date(), nullable=True),
        sa.Column("observed_on", sa.Date(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), server_default=sa.text("(lower(hex(randomblob(16))))"), nullable=False),
        sa.ForeignKeyConstraint(
            ["milestone_id"], ["milestone.id"], name=op.f("fk_milestone_forecast_milestone_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestone_forecast")),
        sa.UniqueConstraint("milestone_id", "observed_on", name=op.f("uq_milestone_forecast_milestone_id_observed_on")),
        sa.UniqueConstraint("uid", name=op.f("uq_milestone_forecast_uid")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("milestone_forecast", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_milestone_forecast_milestone_id"), ["milestone_id"], unique=False)


def downgrade() -> None:
    """Take this step back."""
    with op.batch_alter_table("milestone_forecast", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_milestone_forecast_milestone_id"))

    op.drop_table("milestone_forecast")
    with op.batch_alter_table("milestone_approval", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_milestone_approval_milestone_id"))
        batch_op.drop_index(batch_op.f("ix_milestone_approval_document_id"))

    op.drop_table("milestone_approval")
    with op.batch_alter_table("target_value", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_target_value_target_id"))

    op.drop_table("target_value")
    with op.batch_alter_table("source", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_source_project_id"))
        batch_op.drop_index(batch_op.f("ix_source_programme_id"))

    op.drop_table("source")
    with op.batch_alter_table("milestone", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_milestone_project_id"))
        batch_op.drop_index(batch_op.f("ix_milestone_document_id"))

    op.drop_table("milestone")
    with op.batch_alter_table("investment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_investment_source_id"))
        batch_op.drop_index(batch_op.f("ix_investment_project_id"))
        batch_op.drop_index(batch_op.f("ix_investment_document_id"))

    op.drop_table("investment")
    with op.batch_alter_table("annual_plan", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_annual_plan_project_id"))
        batch_op.drop_index(batch_op.f("ix_annual_plan_document_id"))

    op.drop_table("annual_plan")
    with op.batch_alter_table("allocation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_allocation_split_of_id"))
        batch_op.drop_index(batch_op.f("ix_allocation_source_id"))
        batch_op.drop_index(batch_op.f("ix_allocation_project_id"))
        batch_op.drop_index(batch_op.f("ix_allocation_document_id"))

    op.drop_table("allocation")
    with op.batch_alter_table("uid_alias", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_uid_alias_project_id"))

    op.drop_table("uid_alias")
    with op.batch_alter_table("target", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_target_project_id"))

    op.drop_table("target")
    with op.batch_alter_table("state_period", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_state_period_project_id"))

    op.drop_table("state_period")
    with op.batch_alter_table("related", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_related_project_id"))
        batch_op.drop_index(batch_op.f("ix_related_other_id"))

    op.drop_table("related")
    with op.batch_alter_table("project_alias", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_project_alias_project_id"))

    op.drop_table("project_alias")
    with op.batch_alter_table("programme", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_programme_box_id"))

    op.drop_table("programme")
    with op.batch_alter_table("problem", schema=None) as batch_op:
        batch_op.drop_index("ix_problem_open")

    op.drop_table("problem")
    with op.batch_alter_table("period_report", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_period_report_project_id"))

    op.drop_table("period_report")
    with op.batch_alter_table("period_figure", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_period_figure_source_id"))

    op.drop_table("period_figure")
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_document_project_id"))

    op.drop_table("document")
    with op.batch_alter_table("unit_former", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_unit_former_unit_id"))

    op.drop_table("unit_former")
    with op.batch_alter_table("template_item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_template_item_template_id"))

    op.drop_table("template_item")
    with op.batch_alter_table("project", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_project_unit_id"))
        batch_op.drop_index(batch_op.f("ix_project_position"))
        batch_op.drop_index(batch_op.f("ix_project_pinyin"))
        batch_op.drop_index(batch_op.f("ix_project_parent_id"))
        batch_op.drop_index(batch_op.f("ix_project_name"))
        batch_op.drop_index(batch_op.f("ix_project_merged_into_id"))
        batch_op.drop_index(batch_op.f("ix_project_code"))

    op.drop_table("project")
    op.drop_table("current_action")
    with op.batch_alter_table("change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_change_row_uid"))
        batch_op.drop_index(batch_op.f("ix_change_project_id"))
        batch_op.drop_index(batch_op.f("ix_change_action_id"))

    op.drop_table("change")
    with op.batch_alter_table("box", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_box_plan_id"))

    op.drop_table("box")
    op.drop_table("template")
    op.drop_table("setting")
    op.drop_table("seed_value")
    with op.batch_alter_table("reporting_unit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reporting_unit_parent_id"))

    op.drop_table("reporting_unit")
    op.drop_table("plan")
    with op.batch_alter_table("money_source", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_money_source_parent_id"))

    op.drop_table("money_source")
    op.drop_table("catalogue_conflict")
    op.drop_table("action")
