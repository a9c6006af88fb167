/** Name of the report beside the manifest. */
export const REPORT_FILE = 'bespoke-report.html';
