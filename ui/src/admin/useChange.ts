import { useMutation, useQueryClient } from "@tanstack/react-query";

/** A change of something, after which what is shown of it is read again. */
export function useChange<Sent, Got>(queryKey: readonly string[], send: (sent: Sent) => Promise<Got>, onDone?: (got: Got) => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: send,
    onSuccess: async (got) => {
      await client.invalidateQueries({ queryKey });
      onDone?.(got);
    },
  });
}
