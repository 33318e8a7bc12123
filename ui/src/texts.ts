/** Every sentence of the page, in one place, by the screen that says it. */
export const texts = {
  shell: {
    navigation: "Screens",
    opening: "Opening …",
  },
  screens: {
    chat: "Chat",
  },
} as const;
