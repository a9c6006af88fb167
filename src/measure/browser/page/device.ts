import type { Adapter, DeviceReport } from '../protocol.js';
import { page } from './globals.js';

/** What this browser can do. */
export async function describeDevice(): Promise<DeviceReport> {
  const { userAgent, hardwareConcurrency } = page.navigator;
  return {
    userAgent,
    processors: hardwareConcurrency ?? 1,
    isolated: page.crossOriginIsolated === true,
    adapter: await findAdapter(),
  };
}

async function findAdapter(): Promise<Adapter | null> {
  const adapter = await page.navigator.gpu?.requestAdapter().catch(() => null);
  if (adapter === null || adapter === undefined) return null;
  const { info } = adapter;
  const words = [info?.vendor, info?.architecture, info?.device, info?.description].filter(Boolean);
  return {
    description: words.length === 0 ? 'unnamed adapter' : words.join(' '),
    software: info?.isFallbackAdapter === true || adapter.isFallbackAdapter === true,
  };
}
