"""新建项目: the few things a project cannot do without; everything else is filled in beside the list."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from tracker.domain.errors import InputError, SameName
from tracker.domain.kinds import Kind, Nature, UnitKind
from tracker.domain.templates import suggested_template
from tracker.queries.choices import Choices
from tracker.services.projects import NewProject
from tracker.ui.fields import ComboBox
from tracker.ui.forms import Field, Label, button, hbox
from tracker.ui.messages import Sheet

Save = Callable[[NewProject], object]
_FLAGS = int(Qt.ItemDataRole.UserRole) - 1  # where the list's own model keeps what can be chosen
NO_TEMPLATE = "先不套用"
OUTSIDE = "规划外（规划专栏里没有）"


class NewProjectDialog(Sheet):
    """``save`` gets what was entered and stores it, or raises InputError, which is shown at its field."""

    def __init__(self, parent: QWidget, choices: Choices, save: Save, suggested: NewProject) -> None:
        """Begin with what is suggested by the filter and the current row."""
        super().__init__(parent, "新建项目", width=480)
        self._save = save
        self.name = QLineEdit(suggested.name)
        self.name.setPlaceholderText("按批复文件写全称")
        self.unit = _combo([(unit.id, unit.name) for unit in choices.units], suggested.unit_id)
        for place, unit in enumerate(choices.units):
            if unit.kind == UnitKind.CITY:
                self.unit.setItemData(place, 0, _FLAGS)  # it only groups the units below it
        self.kind = _combo([(kind, kind) for kind in Kind], suggested.kind)
        self.nature = _combo([(nature, nature) for nature in Nature], suggested.nature)
        self.programme = _combo([(None, OUTSIDE), *_programmes(choices)], suggested.programme_id)
        self.programme.setSizeAdjustPolicy(ComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.template = _combo([(None, NO_TEMPLATE), *((one.key, one.title) for one in choices.templates)], None)
        self._template_chosen = False
        self.same_name = QCheckBox("确是另一个项目，仍用此名称")
        self.same_name.hide()
        self._fields = {
            "name": Field("项目名称", self.name),
            "unit_id": Field("上报单位", self.unit),
            "kind": Field("类别", self.kind),
            "nature": Field("建设性质", self.nature),
            "programme_id": Field("所属工程", self.programme, "来自哪个规划、专栏和工程；以后可以再改"),
            "template_key": Field("节点模板", self.template, "按类别和建设性质推荐；以后可以再换，已填的日期不会丢失"),
        }
        fields = self._fields
        self.body.addWidget(Label("填好后在右侧详情里补齐其他内容。", "text2"))
        self.body.addWidget(fields["name"])
        self.body.addWidget(self.same_name)
        self.body.addLayout(hbox(fields["unit_id"], fields["kind"], fields["nature"], spacing=12))
        self.body.addWidget(fields["programme_id"])
        self.body.addWidget(fields["template_key"])
        self.foot.addWidget(button("取消", run=self.reject))
        self.foot.addWidget(button("新建", primary=True, run=self.store))
        self._wire()
        self.name.setFocus()

    def _wire(self) -> None:
        """Follow the name, and what the milestones depend on."""
        self.name.textChanged.connect(self._name_changed)
        for box in (self.kind, self.nature):
            box.currentIndexChanged.connect(self._suggest_template)
        self.template.activated.connect(self._keep_template)
        self._suggest_template()

    def _name_changed(self) -> None:
        """Another name is asked about anew."""
        self.same_name.setChecked(False)
        self.same_name.hide()
        self._fields["name"].set_error(None)
        self._suggest_template()

    def _suggest_template(self, _place: int = 0) -> None:
        """Choose the milestones that fit what the project is, until the user has chosen some."""
        if not self._template_chosen:
            kind, nature = str(self.kind.currentData() or ""), str(self.nature.currentData() or "")
            place = self.template.findData(suggested_template(kind, nature, self.name.text()))
            self.template.setCurrentIndex(max(place, 0))

    def _keep_template(self, _place: int) -> None:
        """Leave the user's own choice alone."""
        self._template_chosen = True

    def store(self) -> None:
        """Store the project and close, or show at the field what is wrong."""
        for field in self._fields.values():
            field.set_error(None)
        try:
            self._save(self._entered())
        except InputError as error:
            self._fields.get(error.field or "name", self._fields["name"]).set_error(str(error))
            self.same_name.setVisible(isinstance(error, SameName))
            self.adjustSize()  # the sentence may need a second line
        else:
            self.accept()

    def _entered(self) -> NewProject:
        """Return what was entered."""
        return NewProject(
            name=self.name.text().strip(),
            kind=str(self.kind.currentData() or ""),
            unit_id=self.unit.currentData() or 0,
            nature=str(self.nature.currentData()),
            programme_id=self.programme.currentData(),
            same_name_meant=self.same_name.isChecked(),
            template_key=self.template.currentData(),
        )


def _combo(items: list[tuple[object, str]], chosen: object) -> ComboBox:
    """Return a list of values with their texts; nothing is chosen where *chosen* is not among them."""
    box = ComboBox()
    for value, text in items:
        box.addItem(text, value)
    box.setCurrentIndex(next((place for place, (value, _text) in enumerate(items) if value == chosen), -1))
    box.setPlaceholderText("请选择")
    return box


def _programmes(choices: Choices) -> list[tuple[object, str]]:
    """Return every programme, named with plan and box."""
    return [
        (programme.id, f"{plan.short}{box.no}  {programme.no}{programme.title}")
        for plan in choices.plans
        for box in plan.boxes
        for programme in box.programmes
    ]
