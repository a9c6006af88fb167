export { ClientError, type Refusal } from './client-error.js';
export type { Device } from './device.js';
export type { FetchProgress } from './fetch-model.js';
export type { BespokeModel, BespokeTarget } from './model.js';
export { open } from './open.js';
export { type Opened, type OpenOptions, openWith } from './open-with.js';
export type { Ort } from './ort.js';
export { type Choice, type PickOptions, type Provider, pick, type Variant } from './pick.js';
export { thisDevice } from './this-device.js';
