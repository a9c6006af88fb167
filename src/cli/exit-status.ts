/** What the command tells the shell. */
export const exitStatus = {
  /** All budgets met, or missed under `onMiss: 'warn'`. */
  done: 0,
  error: 1,
  /** A budget missed under `onMiss: 'error'`. */
  budgetMissed: 2,
  /** 128 + SIGINT. */
  interrupted: 130,
} as const;
