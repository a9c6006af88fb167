import { join, posix, win32 } from 'node:path';

/** What decides where a browser may be. */
export interface BrowserHost {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
}

const COMMANDS = [
  'google-chrome-stable',
  'google-chrome',
  'chromium',
  'chromium-browser',
  'microsoft-edge-stable',
  'microsoft-edge',
];
const APPLICATIONS = ['Google Chrome', 'Chromium', 'Microsoft Edge'];
const WINDOWS_FILES = [
  'Google\\Chrome\\Application\\chrome.exe',
  'Chromium\\Application\\chrome.exe',
  'Microsoft\\Edge\\Application\\msedge.exe',
];

/** Where Chrome, Chromium and Edge are usually installed, in the order in which they are tried. */
export function browserPlaces({ platform, env, home }: BrowserHost): readonly string[] {
  if (platform === 'win32') {
    const roots = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].map((name) => env[name]);
    return WINDOWS_FILES.flatMap((file) =>
      roots.flatMap((root) => (root === undefined ? [] : [win32.join(root, file)])),
    );
  }
  if (platform === 'darwin') {
    return APPLICATIONS.flatMap((name) =>
      ['/Applications', posix.join(home, 'Applications')].map((folder) =>
        join(folder, `${name}.app`, 'Contents', 'MacOS', name),
      ),
    );
  }
  const folders = [
    ...(env.PATH ?? '').split(':').filter((folder) => folder.startsWith('/')),
    '/usr/bin',
    '/usr/local/bin',
    '/snap/bin',
  ];
  return [
    ...COMMANDS.flatMap((command) => [...new Set(folders)].map((folder) => posix.join(folder, command))),
    '/opt/google/chrome/chrome',
  ];
}
