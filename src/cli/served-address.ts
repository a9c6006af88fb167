import { renderUnicodeCompact } from 'uqr';

/** What to open on the device that is measured: a QR code and the address itself, which works once. */
export const servedAddress = (address: string): string =>
  `Open this address on the device; it works for the first device that opens it.\n\n${renderUnicodeCompact(address, { border: 2 })}\n\n${address}\n`;
