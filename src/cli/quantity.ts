export { bytesText, countText, shareText } from '../quantity.js';
