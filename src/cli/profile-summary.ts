import type { DeviceProfile } from '../config/gen/profile-schema.js';
import { LatencyPredictor } from '../measure/profile/latency-predictor.js';
import { shareText } from '../quantity.js';

/** What a profile holds, for people. */
export async function profileSummary(profile: DeviceProfile, written: string): Promise<string> {
  const structures = Object.keys(profile.structures).length;
  const comparisons = Object.values(profile.comparisons).reduce((sum, of) => sum + Object.keys(of).length, 0);
  const { error } = new LatencyPredictor(profile);
  const prediction =
    error === undefined
      ? 'Too few to predict others from.'
      : `Others would be predicted with a median error of ${shareText(error.error)} (${error.heldOut} held out).`;
  return `${profile.device.description}: ${structures} structures in ${comparisons} comparisons, written to ${written}\n${prediction}\n`;
}
