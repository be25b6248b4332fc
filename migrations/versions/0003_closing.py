"""Closed quarters with their rows, corrections, and a state by hand that may be taken away from a day on."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_STATES = "'前期', '在建', '完工', '停工', '取消', '移交', '未启动', '进行中', '已完成', '停止'"


def upgrade() -> None:
    """Apply this step."""
    op.create_table(
        "quarter_close",
        sa.Column("quarter", sa.String(), nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("scope_text", sa.String(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("closed_by", sa.String(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=False),
        sa.Column("last_action_id", sa.Integer(), nullable=False),
        sa.Column("workbook", sa.String(), nullable=True),
        sa.Column("sha256", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("reopened_by", sa.String(), nullable=True),
        sa.Column("reopened_on", sa.Date(), nullable=True),
        sa.Column("reopen_reason", sa.String(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), server_default=sa.text("(lower(hex(randomblob(16))))"), nullable=False),
        sa.CheckConstraint("stage IN ('预计', '正式')", name=op.f("ck_quarter_close_stage_word")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_quarter_close_version_counted")),
        sa.CheckConstraint(
            "(reopened_on IS NULL) = (reopened_by IS NULL) AND (reopened_on IS NULL) = (reopen_reason IS NULL)",
            name=op.f("ck_quarter_close_reopened_whole"),
        ),
        sa.ForeignKeyConstraint(["last_action_id"], ["action.id"], name=op.f("fk_quarter_close_last_action_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quarter_close")),
        sa.UniqueConstraint("quarter", "scope", "version", name=op.f("uq_quarter_close_quarter_scope_version")),
        sa.UniqueConstraint("uid", name=op.f("uq_quarter_close_uid")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_quarter_close_quarter"), "quarter_close", ["quarter"])
    op.create_table(
        "closed_row",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("close_id", sa.Integer(), nullable=False),
        sa.Column("sheet", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("about_id", sa.Integer(), nullable=True),
        sa.Column("content", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["close_id"], ["quarter_close.id"], name=op.f("fk_closed_row_close_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closed_row")),
        sa.UniqueConstraint("close_id", "sheet", "position", name=op.f("uq_closed_row_close_id_sheet_position")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_closed_row_about", "closed_row", ["close_id", "sheet", "about_id"])
    op.create_table(
        "correction",
        sa.Column("action_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("quarter", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["action_id"], ["action.id"], name=op.f("fk_correction_action_id")),
        sa.PrimaryKeyConstraint("action_id", name=op.f("pk_correction")),
    )
    _remake_states(may_be_empty=True)


def downgrade() -> None:
    """Take this step back; days from which the milestones told the state again are lost."""
    op.execute("DELETE FROM state_period WHERE state IS NULL")
    _remake_states(may_be_empty=False)
    op.drop_table("correction")
    op.drop_index("ix_closed_row_about", "closed_row")
    op.drop_table("closed_row")
    op.drop_index(op.f("ix_quarter_close_quarter"), "quarter_close")
    op.drop_table("quarter_close")


def _remake_states(*, may_be_empty: bool) -> None:
    """Build state_period anew, its rows and its next id kept: SQLite cannot change a column."""
    op.create_table(
        "state_period_new",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=may_be_empty),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), server_default=sa.text("(lower(hex(randomblob(16))))"), nullable=False),
        sa.CheckConstraint(f"state IN ({_STATES})", name=op.f("ck_state_period_state_word")),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_state_period_project_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_state_period")),
        sa.UniqueConstraint("project_id", "since", name=op.f("uq_state_period_project_id_since")),
        sa.UniqueConstraint("uid", name=op.f("uq_state_period_uid")),
        sqlite_autoincrement=True,
    )
    columns = "project_id, state, since, reason, id, uid"
    op.execute(f"INSERT INTO state_period_new ({columns}) SELECT {columns} FROM state_period")  # noqa: S608 - our words
    # Ids of deleted rows are never given again, so the counter goes with the table.
    op.execute(
        "INSERT INTO sqlite_sequence (name, seq) SELECT 'state_period_new', 0 "
        "WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'state_period_new')"
    )
    op.execute(
        "UPDATE sqlite_sequence SET seq = coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'state_period'), 0) "
        "WHERE name = 'state_period_new'"
    )
    op.drop_index(op.f("ix_state_period_project_id"), "state_period")
    op.drop_table("state_period")
    op.rename_table("state_period_new", "state_period")
    op.create_index(op.f("ix_state_period_project_id"), "state_period", ["project_id"])
