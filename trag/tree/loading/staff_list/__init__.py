"""Reading a staff list (a row a person or post, as HR systems export it) as an organisation tree."""

from trag.tree.loading.staff_list.conversion import StaffTree, is_staff_list, tree_of_staff_list
from trag.tree.loading.staff_list.sheets import Sheet, read_csv_sheet, read_workbook

__all__ = ["Sheet", "StaffTree", "is_staff_list", "read_csv_sheet", "read_workbook", "tree_of_staff_list"]
