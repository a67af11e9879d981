"""The workbook: a report as a file that a bureau sends on, a sheet for each question."""
