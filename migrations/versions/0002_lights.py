"""Lights: rule sets, seasonal curves and people's own judgements."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this step."""
    op.create_table(
        "light_rule_set",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("origin", sa.String(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), server_default=sa.text("(lower(hex(randomblob(16))))"), nullable=False),
        sa.CheckConstraint("active IN (0, 1)", name=op.f("ck_light_rule_set_active_flag")),
        sa.CheckConstraint("length(trim(title)) > 0", name=op.f("ck_light_rule_set_title_given")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_light_rule_set")),
        sa.UniqueConstraint("key", name=op.f("uq_light_rule_set_key")),
        sa.UniqueConstraint("uid", name=op.f("uq_light_rule_set_uid")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "light_rule",
        sa.Column("rule_set_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("figure", sa.String(), nullable=False),
        sa.Column("measure", sa.String(), nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("yellow_milli", sa.Integer(), nullable=True),
        sa.Column("yellow_at", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("red_milli", sa.Integer(), nullable=True),
        sa.Column("red_at", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("enabled", sa.Boolean(), server_default="1", nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), server_default=sa.text("(lower(hex(randomblob(16))))"), nullable=False),
        sa.CheckConstraint(
            "figure IN ('年度投资完成率', '目标完成率', '节点逾期', '支付超过完成投资')",
            name=op.f("ck_light_rule_figure_word"),
        ),
        sa.CheckConstraint("measure IN ('百分点', '%', '天')", name=op.f("ck_light_rule_measure_word")),
        sa.CheckConstraint("scope IN ('全部项目', '建设类', '能力类')", name=op.f("ck_light_rule_scope_word")),
        sa.CheckConstraint("enabled IN (0, 1)", name=op.f("ck_light_rule_enabled_flag")),
        sa.CheckConstraint("red_at IN (0, 1)", name=op.f("ck_light_rule_red_at_flag")),
        sa.CheckConstraint("red_milli IS NULL OR red_milli >= 0", name=op.f("ck_light_rule_red_range")),
        sa.CheckConstraint("yellow_at IN (0, 1)", name=op.f("ck_light_rule_yellow_at_flag")),
        sa.CheckConstraint("yellow_milli IS NULL OR yellow_milli >= 0", name=op.f("ck_light_rule_yellow_range")),
        sa.ForeignKeyConstraint(
            ["rule_set_id"], ["light_rule_set.id"], name=op.f("fk_light_rule_rule_set_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_light_rule")),
        sa.UniqueConstraint("uid", name=op.f("uq_light_rule_uid")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("light_rule", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_light_rule_rule_set_id"), ["rule_set_id"], unique=False)

    op.create_table(
        "seasonal_curve",
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("from_year", sa.Integer(), nullable=False),
        sa.Column("m01_permille", sa.Integer(), nullable=True),
        sa.Column("m02_permille", sa.Integer(), nullable=True),
        sa.Column("m03_permille", sa.Integer(), nullable=True),
        sa.Column("m04_permille", sa.Integer(), nullable=True),
        sa.Column("m05_permille", sa.Integer(), nullable=True),
        sa.Column("m06_permille", sa.Integer(), nullable=True),
        sa.Column("m07_permille", sa.Integer(), nullable=True),
        sa.Column("m08_permille", sa.Integer(), nullable=True),
        sa.Column("m09_permille", sa.Integer(), nullable=True),
        sa.Column("m10_permille", sa.Integer(), nullable=True),
        sa.Column("m11_permille", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), server_default=sa.text("(lower(hex(randomblob(16))))"), nullable=False),
        sa.CheckConstraint("from_year BETWEEN 2000 AND 2100", name=op.f("ck_seasonal_curve_from_year_range")),
        sa.CheckConstraint("m01_permille BETWEEN 0 AND 1000", name=op.f("ck_seasonal_curve_m01_permille_range")),
        sa.CheckConstraint("m02_permille BETWEEN 0 AND 1000", name=op.f("ck_seasonal_curve_m02_permille_range")),
        sa.CheckConstraint("m03_permille BETWEEN 0 AND 1000", name=op.f("ck_seasonal_curve_m03_permille_range")),
        sa.CheckConstraint("m04_permille BETWEEN 0 AND 1000", name=op.f("ck_seasonal_curve_m04_permille_range")),
        sa.CheckConstraint("m05_permille BETWEEN 0 AND 1000", name=op.f("ck_seasonal_curve_m05_permille_range")),
        sa.CheckConstraint("m06_permille BETWEEN 0 AND 1000", name=op.f("ck_seasonal_curve_m06_permille_range")),
        sa.CheckConstraint("m07_permille BETWEEN 0 AND 1000", name=op.f("ck_seasonal_curve_m07_permille_range")),
        sa.CheckConstraint("m08_permille BETWEEN 0 AND 1000", name=op.f("ck_seasonal_curve_m08_permille_range")),
        sa.CheckConstraint("m09_permille BETWEEN 0 AND 1000", name=op.f("ck_seasonal_curve_m09_permille_range")),
        sa.CheckConstraint("m10_permille BETWEEN 0 AND 1000", name=op.f("ck_seasonal_curve_m10_permille_range")),
        sa.CheckConstraint("m11_permille BETWEEN 0 AND 1000", name=op.f("ck_seasonal_curve_m11_permille_range")),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["reporting_unit.id"], name=op.f("fk_seasonal_curve_unit_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seasonal_curve")),
        sa.UniqueConstraint("uid", name=op.f("uq_seasonal_curve_uid")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("seasonal_curve", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_seasonal_curve_unit_id"), ["unit_id"], unique=False)

    op.create_index(
        "uq_seasonal_curve_once",
        "seasonal_curve",
        [sa.text("coalesce(unit_id, 0)"), "from_year"],
        unique=True,
    )

    op.create_table(
        "judgement",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("judged_on", sa.Date(), nullable=False),
        sa.Column("colour", sa.String(), nullable=True),
        sa.Column("judged_by", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), server_default=sa.text("(lower(hex(randomblob(16))))"), nullable=False),
        sa.CheckConstraint("colour IN ('红', '黄', '绿', '灰')", name=op.f("ck_judgement_colour_word")),
        sa.CheckConstraint("length(trim(reason)) > 0", name=op.f("ck_judgement_reason_given")),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_judgement_project_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_judgement")),
        sa.UniqueConstraint("project_id", "judged_on", name=op.f("uq_judgement_project_id_judged_on")),
        sa.UniqueConstraint("uid", name=op.f("uq_judgement_uid")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("judgement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_judgement_project_id"), ["project_id"], unique=False)


def downgrade() -> None:
    """Take this step back."""
    with op.batch_alter_table("judgement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_judgement_project_id"))

    op.drop_table("judgement")
    with op.batch_alter_table("seasonal_curve", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_seasonal_curve_unit_id"))

    op.drop_index("uq_seasonal_curve_once", table_name="seasonal_curve")
    op.drop_table("seasonal_curve")
    with op.batch_alter_table("light_rule", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_light_rule_rule_set_id"))

    op.drop_table("light_rule")
    op.drop_table("light_rule_set")
