"""A definition as documents for people and other products: XLSForm workbooks, JSON files and paper forms."""
