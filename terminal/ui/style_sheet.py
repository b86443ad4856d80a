"""The style sheet of Qt's own widgets, made from a theme's colours."""

from collections.abc import Mapping

_SHEET = """
QMainWindow, QMainWindow > QWidget {{ background: {window}; }}
QMainWindow::separator {{ background: {window}; width: 4px; height: 4px; }}
QMainWindow::separator:hover {{ background: {accent}; }}
QDockWidget {{ color: {text_secondary}; font-size: 11px; font-weight: 600; }}
QDockWidget > QWidget {{ background: {surface}; }}
QToolTip {{ background: {raised}; color: {text}; border: 1px solid {border}; padding: 4px 6px; }}
QLabel {{ background: transparent; }}
QBalloonTip QLabel {{ color: #000000; }}
QLabel[role="secondary"] {{ color: {text_secondary}; }}
QLabel[role="error"] {{ color: {alarm}; }}
QLabel[role="warning"] {{ color: {warning}; }}
QLabel[role="changed"] {{ color: {target}; }}
QLabel[role="bound"] {{ color: {target}; }}
QLabel[role="faint"] {{ color: {text_faint}; }}
QLabel[role="caption"] {{ color: {text_secondary}; font-size: 11px; font-weight: 600; }}
QPushButton, QToolButton {{
    background: {control}; color: {text}; border: 1px solid {border}; border-radius: 4px;
    padding: 4px 10px; min-height: 18px;
}}
QPushButton:hover, QToolButton:hover {{ background: {control_hover}; }}
QPushButton:pressed, QToolButton:pressed {{ background: {border}; }}
QPushButton:focus, QToolButton:focus {{ border-color: {accent}; }}
QPushButton:disabled, QToolButton:disabled {{
    background: {surface}; color: {disabled}; border: 1px dashed {border};
}}
QPushButton:checked {{ background: {control_hover}; border-color: {accent}; }}
QPushButton[role="primary"]:enabled {{
    background: {accent}; color: {on_strong}; border-color: {accent}; font-weight: 600;
}}
QPushButton[role="primary"]:hover:enabled {{ border-color: {text}; }}
QPushButton[role="buy"]:enabled {{
    background: {up}; color: {on_strong}; border-color: {up}; font-weight: 600;
}}
QPushButton[role="sell"]:enabled {{
    background: {down}; color: {on_strong}; border-color: {down}; font-weight: 600;
}}
QPushButton[role="buy"]:hover:enabled, QPushButton[role="sell"]:hover:enabled {{
    border-color: {text};
}}
QPushButton[role="buy"]:pressed:enabled, QPushButton[role="sell"]:pressed:enabled {{
    background: {text};
}}
QPushButton[role="mode"] {{ min-height: 34px; font-weight: 600; }}
QPushButton#execute {{ min-height: 26px; }}
QPushButton[role="segment"] {{
    background: transparent; border-color: transparent; color: {text_secondary};
    padding: 2px 9px; min-height: 16px; font-size: 11px;
}}
QToolButton[role="segment"] {{
    background: transparent; border: 1px solid transparent; color: {text_secondary};
    padding: 2px 10px; min-height: 16px;
}}
QPushButton[role="segment"]:hover:enabled,
QToolButton[role="segment"]:hover:enabled {{ background: {control}; color: {text}; }}
QPushButton[role="segment"]:checked,
QToolButton[role="segment"]:checked {{
    background: {control}; color: {text}; border-color: {border};
}}
QPushButton[role="segment"]:focus,
QToolButton[role="segment"]:focus {{ border-color: {accent}; }}
QPushButton[role="segment"]:disabled,
QToolButton[role="segment"]:disabled {{ color: {disabled}; border-color: transparent; }}
QPushButton[role="safety"] {{ min-height: 20px; font-weight: 600; }}
QPushButton[safety="locked"]:checked {{ border-color: {text_secondary}; }}
QPushButton[safety="confirm"]:checked {{
    background: {control}; color: {warning}; border: 1px solid {warning};
}}
QPushButton[safety="armed"]:checked {{
    background: {live}; color: {on_strong}; border-color: {live};
}}
QToolButton#panel_help {{
    background: transparent; border: 1px solid transparent; padding: 0; min-height: 0;
    color: {text_secondary}; font-weight: 600;
}}
QToolButton#panel_help:hover {{ background: {control_hover}; color: {text}; }}
QToolButton#panel_help:focus {{ border-color: {accent}; }}
QPushButton::menu-indicator {{ width: 0; }}
QToolButton::menu-indicator {{ image: none; }}
QLineEdit, QComboBox, QSpinBox, QDoubleSpinBox {{
    background: {field}; color: {text}; border: 1px solid {border}; border-radius: 4px;
    padding: 3px 6px; min-height: 18px; selection-background-color: {accent};
    selection-color: {on_strong};
}}
QComboBox::drop-down {{ border: none; width: 20px; }}
QComboBox::down-arrow {{ image: url("{down_icon}"); width: 12px; height: 12px; }}
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {{ width: 0; border: none; }}
QAbstractSpinBox QLineEdit {{
    border: none; padding: 0 0 0 6px; min-height: 0; background: transparent;
}}
QLineEdit:focus, QComboBox:focus, QDoubleSpinBox:focus {{ border-color: {accent}; }}
QLineEdit:disabled, QComboBox:disabled, QDoubleSpinBox:disabled {{
    color: {disabled}; background: {surface}; border: 1px dashed {border};
}}
QLineEdit[wrong="true"], QComboBox[wrong="true"] {{ border: 1px solid {alarm}; }}
QDialog {{ background: {surface}; border: 1px solid {border}; }}
QListWidget, QTreeWidget, QTextBrowser {{
    background: {field}; color: {text}; border: 1px solid {border}; border-radius: 4px;
    selection-background-color: {control_hover}; selection-color: {text};
}}
QListWidget:focus, QTreeWidget:focus, QTextBrowser:focus {{ border-color: {accent}; }}
QListWidget::item, QTreeWidget::item {{ padding: 3px 6px; }}
QListWidget::item:selected, QTreeWidget::item:selected {{
    background: {control_hover}; color: {text};
}}
QKeySequenceEdit QLineEdit {{ min-width: 120px; }}
QProgressBar {{
    background: {window}; border: 1px solid {border}; border-radius: 4px; text-align: center;
    color: {text}; max-height: 16px;
}}
QProgressBar::chunk {{ background: {accent}; border-radius: 3px; }}
QWidget#introduction {{
    background: {raised}; border-left: 4px solid {accent}; border-bottom: 1px solid {border};
}}
QWidget#kill {{ background: {kill}; }}
QWidget#kill QLabel {{ color: #ffffff; }}
QFrame[role="rule"] {{ background: {border}; border: none; }}
QMenu {{ background: {raised}; color: {text}; border: 1px solid {border}; padding: 4px; }}
QMenu::item {{ padding: 5px 22px 5px 10px; border-radius: 3px; }}
QMenu::item:selected {{ background: {control_hover}; }}
QMenu::item:disabled {{ color: {disabled}; }}
QMenu::separator {{ height: 1px; background: {border}; margin: 4px 6px; }}
QMenuBar {{ background: {window}; color: {text_secondary}; }}
QMenuBar::item {{ padding: 4px 9px; background: transparent; }}
QMenuBar::item:selected {{ background: {control}; color: {text}; }}
QTabBar {{ background: {window}; qproperty-drawBase: 0; }}
QTabBar::tab {{
    background: transparent; color: {text_secondary}; padding: 5px 12px; border: none;
    border-bottom: 2px solid transparent;
}}
QTabBar::tab:selected {{ color: {text}; border-bottom-color: {accent}; }}
QTabBar QToolButton {{ min-height: 0; padding: 2px; }}
QTabBar::tab:hover {{ color: {text}; }}
QTabBar::tab:focus {{ color: {text}; background: {control}; }}
QTableView:focus {{ border-color: {accent}; }}
QTableView {{
    background: {surface}; alternate-background-color: {surface}; gridline-color: {grid};
    border: 1px solid transparent; selection-background-color: {control_hover};
    selection-color: {text};
}}
QHeaderView {{ background: {surface}; }}
QHeaderView::section {{
    background: {surface}; color: {text_secondary}; border: none;
    border-bottom: 1px solid {border}; padding: 3px 6px; font-size: 11px; font-weight: 500;
}}
QScrollBar:vertical {{ background: transparent; width: 9px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: 9px; margin: 0; }}
QScrollBar::handle {{
    background: {control_hover}; border-radius: 4px; min-height: 24px; min-width: 24px;
}}
QScrollBar::handle:hover {{ background: {text_faint}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QScrollArea {{ background: {surface}; border: none; }}
QScrollArea > QWidget > QWidget {{ background: {surface}; }}
QCheckBox {{ color: {text}; spacing: 6px; }}
QCheckBox:disabled {{ color: {disabled}; }}
QCheckBox:focus {{ color: {accent}; }}
QCheckBox::indicator {{
    width: 14px; height: 14px; border: 1px solid {text_faint}; border-radius: 3px;
    background: {field};
}}
QCheckBox::indicator:hover, QCheckBox::indicator:focus {{ border-color: {accent}; }}
QCheckBox::indicator:checked {{
    background: {accent}; border-color: {accent}; image: url("{check_icon}");
}}
QCheckBox::indicator:disabled {{ border-color: {border}; }}
QStatusBar {{ background: {window}; color: {text_secondary}; }}
QStatusBar::item {{ border: none; }}
"""


def style_sheet(colours: Mapping[str, str], check_icon: str, down_icon: str) -> str:
    """Return the style sheet with the theme's colours, each by its role, and its icons' paths."""
    return _SHEET.format(**colours, check_icon=check_icon, down_icon=down_icon)
