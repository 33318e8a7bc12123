import { Input, Label, TextArea, TextField } from "react-aria-components";

interface FieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly required?: boolean;
  readonly type?: "text" | "password" | "email" | "number" | "date";
  /** More than one line. */
  readonly rows?: number;
}

/** A labelled text to be typed. */
export function Field({ label, value, onChange, required = false, type = "text", rows }: FieldProps) {
  return (
    <TextField className="field" value={value} onChange={onChange} isRequired={required} type={type}>
      <Label>{label}</Label>
      {rows === undefined ? <Input /> : <TextArea rows={rows} />}
    </TextField>
  );
}
