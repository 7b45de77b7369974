"""Forms of the XLSForm standard, which KoboToolbox, ODK and SurveyCTO read and write."""
