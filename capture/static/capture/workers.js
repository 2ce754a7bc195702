// Starts a worker and waits until it says whether it can do its work here.

const PATIENCE_MS = 4000;

// Null where it can't, or where there are no workers: the page then does the work itself.
export async function startWorker(path) {
  if (typeof Worker !== "function" || typeof OffscreenCanvas !== "function") return null;
  try {
    return await ready(new Worker(path, { type: "module" }));
  } catch {
    return null;
  }
}

function ready(worker) {
  return new Promise((resolve) => {
    const give = (able) => {
      clearTimeout(timer);
      worker.onmessage = worker.onerror = null;
      if (!able) worker.terminate();
      resolve(able ? worker : null);
    };
    const timer = setTimeout(give, PATIENCE_MS, false);
    worker.onmessage = ({ data }) => give(data.ready === true);
    worker.onerror = () => give(false);
  });
}
