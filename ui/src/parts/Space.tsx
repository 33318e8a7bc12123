/** Room for the lines of a long list that are not drawn, in pixels. */
export function Space({ height }: { readonly height: number }) {
  return <div aria-hidden="true" ref={(space) => space?.style.setProperty("height", `${String(Math.max(0, height))}px`)} />;
}
