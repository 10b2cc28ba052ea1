/** Lets one tab at a time send, so that a message that waits in all of them goes out once. */

const LEASE_MILLISECONDS = 40_000;
const SETTLE_MILLISECONDS = 60;
const LOOK_AGAIN_MILLISECONDS = 500;

/** Runs the work while no other tab runs work of the same name. */
export async function takingTurns(name: string, work: () => Promise<void>): Promise<void> {
  if (!navigator.locks) return withLease(name, work);
  let begun = false;
  const begin = () => {
    begun = true;
    return work();
  };
  try {
    // The browser lets go of the lock when a tab closes in the middle.
    await navigator.locks.request(name, begin);
  } catch (error) {
    if (begun) throw error;
    await work(); // locks are forbidden here (a sandboxed frame), and with them all that tabs could share
  }
}

/** The same for pages that have no Web Locks (plain http): a lease that runs out. */
async function withLease(name: string, work: () => Promise<void>): Promise<void> {
  const mine = Math.random().toString(36).slice(2);
  const key = `${name}:lease`;
  while (!(await acquire(key, mine))) await sleep(LOOK_AGAIN_MILLISECONDS);
  const release = () => localStorage.removeItem(key);
  addEventListener("pagehide", release);
  try {
    await work();
  } finally {
    removeEventListener("pagehide", release);
    release();
  }
}

async function acquire(key: string, mine: string): Promise<boolean> {
  try {
    const [, until] = (localStorage.getItem(key) ?? "").split(" ");
    if (Number(until) > Date.now()) return false;
    localStorage.setItem(key, `${mine} ${Date.now() + LEASE_MILLISECONDS}`);
  } catch {
    return true; // no storage: no other tab knows of these messages
  }
  await sleep(SETTLE_MILLISECONDS);
  return (localStorage.getItem(key) ?? "").startsWith(`${mine} `);
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
