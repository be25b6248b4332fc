"""Money by source for the tests of charts: every way a project can give its 总投资 and its cumulative figures.

====================  =========================================================================================
德惠市医院             总投资 3000 of which 中央 1000 and 地方 500: 未落实 1500; 下达 中央 800, 400 without a source;
                      到位 by source 600 + 200; 完成 600 and 支付 400 不分来源
+南关区中心            sources 30 + 20 without a whole 总投资; 支付 不分来源 5 in June, 中央 7 in September
=1+1 等七项            总投资 0.004 and no source
长春新区医院           sources exceed 总投资 0.004 by 10
====================  =========================================================================================
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import delete
from sqlalchemy.orm import Session

from tests import builders as b
from tests.reports.office import END, HOSPITAL, JUNE, NEW_AREA, PLUS, WAN
from tracker.domain.kinds import MoneyKind
from tracker.store.tables import Investment, PeriodFigure


def add_sources(session: Session, office: dict[str, int]) -> dict[str, int]:
    """Give the small office's projects money by source; return the sources' ids by name."""
    central, local = b.money_source(session, "中央预算内投资"), b.money_source(session, "地方财政")
    hospital, plus = office[HOSPITAL], office[PLUS]
    b.investment(session, hospital, 1000 * WAN, source_id=central)
    b.investment(session, hospital, 500 * WAN, source_id=local)
    b.allocation(session, hospital, 800 * WAN, date(2026, 3, 1), source_id=central)
    b.allocation(session, hospital, 400 * WAN, date(2026, 4, 1))
    b.allocation(session, hospital, 99 * WAN, date(2026, 11, 1), source_id=local)  # after the date
    of_hospital = PeriodFigure.project_id == hospital
    session.execute(delete(PeriodFigure).where(of_hospital, PeriodFigure.kind == MoneyKind.ARRIVED))
    for source, wan in ((central, 600), (local, 200)):
        b.figure(session, hospital, END, wan * WAN, MoneyKind.ARRIVED, source_id=source)
    session.execute(delete(Investment).where(Investment.project_id == plus))
    b.investment(session, plus, 30 * WAN, source_id=central)
    b.investment(session, plus, 20 * WAN, source_id=local)
    b.figure(session, plus, JUNE, 5 * WAN, MoneyKind.PAID)
    b.figure(session, plus, END, 7 * WAN, MoneyKind.PAID, source_id=central)
    b.investment(session, office[NEW_AREA], 4_000 + 10 * WAN, source_id=local)
    return {"central": central, "local": local}
