import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";

import { cancelJob, followJob, listJobs, retryJob, sendFiles, type Job, type SentFile } from "./api";
import { isOver } from "./progress";

const JOBS = ["jobs"] as const;

/** The jobs of late, followed while they run; every step of one is a step of the documents. */
export function useJobs() {
  const client = useQueryClient();
  const { data: jobs = [], error, isPending } = useQuery({ queryKey: JOBS, queryFn: listJobs, retry: false });
  const running = jobs.find((job) => !isOver(job))?.id ?? null;

  useEffect(() => {
    if (running === null) return;
    const controller = new AbortController();
    const follow = async () => {
      for await (const job of followJob(running, controller.signal)) {
        client.setQueryData<readonly Job[]>(JOBS, (before = []) => before.map((one) => (one.id === job.id ? job : one)));
      }
      await client.invalidateQueries({ queryKey: JOBS });
    };
    // Whoever leaves the screen is no longer told; a break is mended by the next look at the jobs.
    follow().catch(() => undefined);
    return () => {
      controller.abort();
    };
  }, [running, client]);

  // A job may be over before anybody has seen it run.
  const finished = jobs.find(isOver)?.id ?? 0;
  const seen = useRef<number | null>(null);
  useEffect(() => {
    if (isPending) return;
    if (seen.current !== null && seen.current !== finished) {
      void client.invalidateQueries({ queryKey: ["documents"] });
      void client.invalidateQueries({ queryKey: ["library"] });
    }
    seen.current = finished;
  }, [finished, isPending, client]);

  const changed = () => client.invalidateQueries({ queryKey: JOBS });
  const sending = useMutation({
    mutationFn: (files: readonly SentFile[]) => sendFiles(files, crypto.randomUUID()),
    onSuccess: changed,
  });
  const cancelling = useMutation({ mutationFn: cancelJob, onSuccess: changed });
  const retrying = useMutation({ mutationFn: retryJob, onSuccess: changed });
  return {
    jobs,
    send: sending.mutate,
    isSending: sending.isPending,
    cancel: cancelling.mutate,
    retry: retrying.mutate,
    error: error ?? sending.error ?? cancelling.error ?? retrying.error,
  };
}
