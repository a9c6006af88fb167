/** Forward passes that a gradient step costs: backward is about two. */
export const STEP_PASSES = 3;
