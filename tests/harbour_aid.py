"""A small organisation that several tests share."""

TREE = """
name: Harbour Aid
root:
  id: aid
  name: Harbour Aid
  kind: organisation
  children:
  - id: fin
    name: Finance Division
    kind: division
    people: [{name: Ana Torres, role: Director}]
    children:
    - {id: pay, name: Payroll Section, kind: section}
    - {id: bud, name: Budget Section, kind: section}
"""
