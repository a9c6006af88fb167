import { bytesText } from '../quantity.js';

/** What a build took from the remote cache and gave to it. */
export interface RemoteTraffic {
  readonly taken: Transfer;
  /** Of results that the remote already had under another key, no bytes are sent. */
  readonly given: Transfer;
}

export interface Transfer {
  readonly results: number;
  readonly bytes: number;
}

export const trafficText = ({ taken, given }: RemoteTraffic): string =>
  `This build took ${transferText(taken)} from the remote cache and gave it ${transferText(given)}.`;

const transferText = ({ results, bytes }: Transfer): string =>
  results === 0 ? 'nothing' : `${results} ${results === 1 ? 'result' : 'results'} (${bytesText(bytes)})`;
