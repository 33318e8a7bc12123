const paths = {
  logo: "M12 8.5v3.5M6.5 16v-2a2 2 0 0 1 2-2h7a2 2 0 0 1 2 2v2M12 8.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5ZM6.5 21a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5ZM17.5 21a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Z",
  chat: "M5 4h14a2 2 0 0 1 2 2v9a2 2 0 0 1-2 2h-7l-5 4v-4H5a2 2 0 0 1-2-2V6a2 2 0 0 1 2-2Z",
  tree: "M12 8.5v3.5M6.5 16v-2a2 2 0 0 1 2-2h7a2 2 0 0 1 2 2v2M9.5 3.5h5v5h-5ZM4 16h5v5H4ZM15 16h5v5h-5Z",
  document: "M14 3H7a2 2 0 0 0-2 2v14a2 2 0 0 0 2 2h10a2 2 0 0 0 2-2V8ZM14 3v5h5M9 13h6M9 17h4",
  refused: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM8.5 12h7",
  question: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM9.5 9.5a2.5 2.5 0 1 1 3.5 2.3c-.7.3-1 .8-1 1.7M12 16.8v.2",
  warning: "M12 4 2.8 20h18.4ZM12 10v4.5M12 17.2v.1",
  stop: "M6 6h12v12H6Z",
  send: "M12 19V5M6 11l6-6 6 6",
  close: "M6 6l12 12M18 6 6 18",
  new: "M12 5v14M5 12h14",
  retry: "M4 12a8 8 0 1 0 2.5-5.8L4 8.5M4 4v4.5h4.5",
  down: "M6 9l6 6 6-6",
  left: "M15 6l-6 6 6 6",
  right: "M9 6l6 6-6 6",
  history: "M4 12a8 8 0 1 0 2.5-5.8L4 8.5M4 4v4.5h4.5M12 8v4.5l3 2",
  edit: "M4 20h4L19 9l-4-4L4 16ZM13.5 6.5l4 4",
  upload: "M12 15V4M7 8.5l5-5 5 5M5 20h14",
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4.5 20c.6-3.6 3.6-5.5 7.5-5.5s6.9 1.9 7.5 5.5",
  settings: "M4 7h9M17 7h3M4 17h3M11 17h9M15 9.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5ZM9 19.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Z",
  chart: "M4 20V4M4 20h16M8.5 16v-5M13 16V8M17.5 16v-7",
  search: "M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14ZM16.2 16.2 21 21",
  save: "M12 4v11M7 10.5l5 5 5-5M5 20h14",
  copy: "M9 9h10a1 1 0 0 1 1 1v10a1 1 0 0 1-1 1H9a1 1 0 0 1-1-1V10a1 1 0 0 1 1-1ZM16 9V4a1 1 0 0 0-1-1H4a1 1 0 0 0-1 1v11a1 1 0 0 0 1 1h4",
  check: "M5 12.5l4.5 4.5L19 7.5",
  thumbUp: "M7 11v9H4v-9ZM7 11l4-7.5a2 2 0 0 1 2.5 2.4L12.8 9H18a2 2 0 0 1 2 2.4l-1.4 7A2 2 0 0 1 16.7 20H7",
  thumbDown: "M7 13V4H4v9ZM7 13l4 7.5a2 2 0 0 0 2.5-2.4L12.8 15H18a2 2 0 0 0 2-2.4l-1.4-7A2 2 0 0 0 16.7 4H7",
  talks: "M4 5h16a1 1 0 0 1 1 1v12a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V6a1 1 0 0 1 1-1ZM9.5 5v14",
  more: "M5 12h.01M12 12h.01M19 12h.01",
  minus: "M5 12h14",
} as const;

export type IconName = keyof typeof paths;

/** A line drawing beside a text; never the only carrier of a meaning. */
export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg className="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={paths[name]} />
    </svg>
  );
}
