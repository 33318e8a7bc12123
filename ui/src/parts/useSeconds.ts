import { useEffect, useState } from "react";

/** Whole seconds since `start`, counting while the component is on the page. */
export function useSeconds(start: number): number {
  const [now, setNow] = useState(start);
  useEffect(() => {
    const timer = setInterval(() => {
      setNow(Date.now());
    }, 1000);
    return () => {
      clearInterval(timer);
    };
  }, []);
  return Math.max(0, Math.round((now - start) / 1000));
}
