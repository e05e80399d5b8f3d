"""What is printed for a group: convocations, attendance sheets, attestations, blank surveys."""
